//! Windows', which minds the person's settings as well.

use windows::{
    Foundation::Uri,
    Networking::Connectivity::NetworkInformation,
    core::{HSTRING, Result},
};

pub(super) fn proxy_for(address: &str) -> Option<String> {
    asked(address).unwrap_or_else(|error| {
        log::info!("the system's proxies: {}", error.code());
        None
    })
}

fn asked(address: &str) -> Result<Option<String>> {
    let address = Uri::CreateUri(&HSTRING::from(address))?;
    let found = NetworkInformation::GetProxyConfigurationAsync(&address)?.join()?;
    let proxies = found.ProxyUris()?;
    // Without one there is a direct way, or none.
    if proxies.Size()? == 0 {
        return Ok(None);
    }
    Ok(Some(proxies.GetAt(0)?.RawUri()?.to_string_lossy()))
}

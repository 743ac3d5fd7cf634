//! Names of loose profiles: imitations of brands that many trust, and companies of the whole world.

use super::super::{Rank, Reason};
use super::{check_refused, read, taken};

/// Read as a brand, or as somebody who helps in its name.
#[rustfmt::skip]
const IMITATIONS: &[&str] = &[
    // As it is, stretched, in signs and in other cases.
    "Apple", "APPLE Support", "A p p l e", "A.p.p.l.e", "App-le", "App\u{a0}le", "Appple", "AppleCare+",
    "MyApple", "Apple ID", "AppleID Team", "The Apple Company", "Apples & More", "Pineapple",
    // Digits and signs for letters.
    "App1e", "4pple", "@pple", "Appl€", "App!e", "App/e", "1Cl0ud", "lCloud", "I-Cloud", "i(loud", "i-Clouds",
    "MyiCloud", "GlobaliCloud", "Ny1as Inc", "Micr0s0ft", "Micro$oft", "Micr○soft", "Rnicrosoft", "Micro soft",
    "Microsof+", "Microsoft365", "G00gle", "Goog1e", "6oogle", "9oogle", "qoogle", "Goooogle", "icloucl", "idoud",
    // Accents, forms, boxes, flags.
    "Áppłe", "Ａｐｐｌｅ", "𝐀𝐩𝐩𝐥𝐞", "Ⓐⓟⓟⓛⓔ", "🅰pple", "🅐🅟🅟🅛🅔", "🇦🇵🇵🇱🇪", "A⃝pple", "A̶p̶p̶l̶e̶", "İcloud", "ᴀᴘᴘʟᴇ",
    "ɢoogle", "ɪCloud", "Appʟe", "Ap\u{200b}ple", "Ap\u{ad}ple", "Ap\u{3164}ple", "Ap\u{fe0f}ple", "i☁cloud",
    // Letters of other scripts.
    "\u{410}\u{440}\u{440}le", "\u{391}\u{3c1}\u{3c1}le", "\u{410}\u{440}\u{440}\u{4cf}\u{435}",
    "і\u{441}loud", "\u{39d}ylas", "\u{39c}icrosoft", "G\u{43e}\u{43e}gle", "卂卩卩ㄥ乇", "iCl口ud", "Micr口soft",
    // Other names of theirs.
    "iTunes", "i Tunes Store", "App Store", "AppStore Billing", "FaceTime", "Face Time", "iMessage", "iPhone Support",
    "Outlook", "0utlook", "Hotmail", "Office 365", "Gmail", "G-Mail", "Grnail", "Nylas", "Nylas Security",
    "アップル", "アップル サポート", "グーグル", "マイクロソフト", "애플", "苹果", "谷歌", "微软", "Гугл", "مايكروسوفت",
    // Nobody in particular, who helps.
    "Support", "Support Team", "iSupport", "Supp0rt", "Security", "Security Team", "Your Account", "Billing",
    "Account Verification", "ID Verification", "Help Desk", "HelpDesk", "Helpdesk 24/7", "Mac Support",
    "Cloud Security", "Customer Service", "IT Support", "Verify My Account", "Mail Administrator", "Login", "Customer Care",
    "Soporte", "Kundendienst", "サポート",
];

/// In letters or signs that a company's name does not need.
#[rustfmt::skip]
const STRANGE: &[&str] = &[
    "Acme 🚀", "Acme®", "Acme ☎", "★ Acme", "Acme → you", "Acme | Team", "<b>Acme</b>", "Acme ✓", "A͎̖c͓m̷̨̛̗e", "Acx\u{301}\u{301}e",
    "Ac\u{200d}me", "Ac\u{200c}me", "Ac\u{2060}me", "\u{301}Acme", "Асmе", "Αcme", "Ꮯherokee", "ꓮcme", "ᴀᴄᴍᴇ", "...", "!!!", "Компания Acme",
    "\u{115f}\u{1160}", "\u{2800}", "A\u{20dd}cme",
];

#[rustfmt::skip]
const HONEST: &[&str] = &[
    // Plain, with the signs that names have.
    "Acme CRM", "Acme \"CRM\"\\", "O'Neill & Sons", "O’Neill & Söhne", "Müller GmbH & Co. KG", "Ben + Jerry", "Yahoo!", "Who's Next?", "A/B Testing Ltd.",
    "Johnson, Smith (UK)", "7-Eleven", "3M", "1&1", "24 Hours", "Toys “R” Us", "«Ромашка»", "X", "Société Générale", "Łódź Design", "Ørsted", "Đorđević", "Señor Nuñez", "Žižkov s.r.o.",
    "İstanbul Yazılım", "Crème Brûlée", "Þórr hf.", "Straße 7", "Công ty Phở", "Rock ’n’ Roll", "Acme: Sales", "Peter – Paul",
    // Near a brand, and yet not it.
    "Global Cloud", "Digital Cloud GmbH", "Red Cloud", "SandCloud", "Goldcloud", "Cellphone Repair", "App Learning", "App Legal", "Appl Engineering", "Maple", "Staples", "Appian", "Applied Systems",
    "Loyal Tunes", "Email Messages", "Blog Mail", "Snapp Store", "Surface Time", "Goggles", "Gogol", "Nyla", "Mylas", "Micro Systems", "Softmicro", "Look Out", "Ample", "Amplify",
    // Support and security as a trade.
    "Acme Support", "Support.com", "Security Bank", "The Billing Company", "Account & Tax Ltd", "Helpdesk Heroes", "Cloud Services", "Salesforce", "Securitas", "IT Services", "Verified Growers",
    // All over the world.
    "株式会社サンプル", "ソニー株式会社", "㈱山田商店", "ABCマート", "トヨタ自動車", "セブン‐イレブン", "楽天グループ", "日本電気 NEC", "ニコン・イメージング", "びっくりドンキー", "エヌ・ティ・ティ",
    "百度", "腾讯科技", "北京字节跳动", "中國信託商業銀行", "台積電 TSMC", "招商银行", "삼성전자", "네이버", "LG전자", "(주)카카오", "현대자동차",
    "Яндекс", "Сбербанк", "ООО Ромашка", "Нова Пошта", "Київстар", "Газпром нефть", "Ελληνικά Πετρέλαια", "Εθνική Τράπεζα", "Κωτσόβολος",
    "شركة الاتصالات", "أرامكو السعودية", "بنك مصر", "ديجيكالا", "دیجی\u{200c}کالا", "بنك البركة، مصر", "בנק הפועלים", "תנובה בע\"מ", "טבע בע״מ", "टाटा मोटर्स", "रिलायंस इंडस्ट्रीज", "ज़ोमैटो", "বাংলাদেশ ব্যাংক",
    "ธนาคารกรุงเทพ", "บริษัท ปตท. จำกัด", "தமிழ்நாடு", "ಕರ್ನಾಟಕ", "საქართველოს ბანკი", "Հայփոստ", "ትግራይ", "ខ្មែរ",
];

fn profile(name: &str) -> String {
    format!("[organization]\nname = '''{name}'''")
}

#[test]
fn a_loose_profile_bears_no_name_that_looks_like_a_protected_one() {
    assert!(IMITATIONS.len() >= 60);
    for name in IMITATIONS {
        let reason = Reason::NameNotAllowed;
        check_refused(&profile(name), Rank::Loose, 2, "organization.name", &reason);
        taken(&profile(name), Rank::Administrator);
        taken(&profile(name), Rank::BuiltIn);
    }
}

#[test]
fn a_loose_profile_has_a_name_in_letters_that_are_written_together() {
    for name in STRANGE {
        let reason = Reason::NameCharacters;
        check_refused(&profile(name), Rank::Loose, 2, "organization.name", &reason);
        taken(&profile(name), Rank::Administrator);
    }
}

#[test]
fn companies_of_the_whole_world_keep_their_names() {
    assert!(HONEST.len() >= 60);
    let refused: Vec<_> = HONEST
        .iter()
        .filter_map(|name| Some((name, read(&profile(name), Rank::Loose).err()?.reason)))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn a_name_is_shown_in_the_form_in_which_it_was_judged() {
    let name = |text: &str, rank| taken(&profile(text), rank).organization.name;
    assert_eq!(
        name("㈱山田商店", Rank::Loose).as_deref(),
        Some("(株)山田商店")
    );
    assert_eq!(name("Ⓐcme", Rank::Loose).as_deref(), Some("Acme"));
    assert_eq!(name("Ⓐcme", Rank::Administrator).as_deref(), Some("Ⓐcme"));
    let longer = profile(&"㈱".repeat(11));
    check_refused(
        &longer,
        Rank::Loose,
        2,
        "organization.name",
        &Reason::TooLong { max: 30 },
    );
}

#[test]
fn help_is_not_offered_from_a_domain_that_looks_like_a_protected_one() {
    let key = "organization.support_email";
    for email in [
        "help@app1e.example",
        "help@icloud-support.example",
        "jo@secure.nylas.example",
        "jo@\u{430}\u{440}\u{440}\u{4cf}\u{435}.example",
    ] {
        let text = format!("{key} = '{email}'");
        check_refused(&text, Rank::Loose, 1, key, &Reason::NameNotAllowed);
        taken(&text, Rank::Administrator);
    }
    let mixed = format!("{key} = 'jo@\u{430}cme.example'");
    check_refused(&mixed, Rank::Loose, 1, key, &Reason::NameCharacters);
    for email in [
        "help@acme.example",
        "icloud+apple@acme.example",
        "jo_e@müller.example",
    ] {
        taken(&format!("{key} = '{email}'"), Rank::Loose);
    }
}

#[test]
fn whatever_a_name_is_made_of_it_is_judged_at_once() {
    let ugly = [
        "((((((",
        "++++++",
        "!!!!!!",
        "llllll",
        "€€€€€€",
        "i1!/\\(",
        "rnrnrn",
        "\u{301}\u{302}a\u{303}",
        "丨工口",
    ];
    for part in ugly {
        for front in ["", "a", "i", "goog", "cloud"] {
            let name: String = format!("{front}{}", part.repeat(5))
                .chars()
                .take(30)
                .collect();
            let _ = read(&profile(&name), Rank::Loose);
        }
    }
}

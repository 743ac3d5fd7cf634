# Why a profile (profile.toml) is refused: problem C11.
#
# Variables of every message here; "none" stands for what is not known:
#   $file   the profile; none when it is built into the program
#   $line   the line in it
#   $key    the key, such as connection.kind
#   $value  what the message says about it

# The beginning of every sentence below. A form, which is no file yet, is named by its field.
profile-where =
    { $file ->
        [none] The built-in profile{ $line ->
            [none] {""}
           *[other] , line { $line }
        }{ $key ->
            [none] {""}
           *[other] , { $key }
        }
        [form] { $field ->
            [company] Your company’s name
            [support-email] Support e-mail
            [support-phone] Support phone
            [privacy-page] Your privacy page
            [return-page] Return page
           *[other] The profile
        }
       *[other] { $file }{ $line ->
            [none] {""}
           *[other] , line { $line }
        }{ $key ->
            [none] {""}
           *[other] , { $key }
        }
    }

## The file

profile-reason-not-found = { profile-where }: There’s no such file.
profile-reason-not-a-file = { profile-where }: This isn’t an ordinary file. It’s a folder or something else.
profile-reason-cannot-read = { profile-where }: This computer doesn’t let us read the file.
# $value: kilobytes
profile-reason-file-too-large = { profile-where }: The file is larger than { $value } kB, so it can’t be a profile.
profile-reason-not-text = { profile-where }: We can’t read this as text. Please save the file as UTF-8.
profile-reason-writable-by-others = { profile-where }: People who aren’t administrators can change this file or its folder, so we don’t use it.
profile-reason-not-toml = { profile-where }: This isn’t valid TOML, or a setting appears twice.

## Keys

profile-reason-unknown-key = { profile-where }: A profile has no setting with this name.
# $value: the key that was probably meant
profile-reason-misspelled-key = { profile-where }: A profile has no setting with this name. Did you mean { $value }?
# $value: a key that is needed too
profile-reason-missing = { profile-where }: This also needs { $value }, which is missing.
profile-reason-missing-region = { profile-where }: This also needs connection.region or connection.api_url. Please add one of them.
profile-reason-region-and-api-url = { profile-where }: You can’t set this and connection.region together. Please remove one of them.

## Values

profile-reason-wrong-type =
    { profile-where }: { $value ->
        [string] This must be text in quotes.
        [integer] This must be a whole number without quotes.
        [boolean] This must be true or false, without quotes.
        [array] This must be a list in square brackets.
       *[table] This must be a table, its name alone in square brackets.
    }
# $value: the words to choose from
profile-reason-not-one-of = { profile-where }: This must be one of: { $value }.
profile-reason-empty = { profile-where }: There’s nothing between the quotes. Please fill this in or remove the line.
# $value: the most characters
profile-reason-too-long = { profile-where }: This is longer than { $value } characters.
profile-reason-out-of-range = { profile-where }: This must be a number from 1 to 65535.
profile-reason-control-characters = { profile-where }: This has invisible characters in it. Please type it again.
profile-reason-has-spaces = { profile-where }: This can’t have spaces.
profile-reason-not-an-email-address = { profile-where }: This isn’t an e-mail address.
profile-reason-not-a-phone-number = { profile-where }: This isn’t a phone number.
profile-reason-not-a-bare-file-name = { profile-where }: This must be the name of a file in the profile’s own folder, with no folder before it.
profile-reason-name-not-allowed = { profile-where }: This name looks like Apple, iCloud, Nylas, Microsoft or Google, or like their support. Only an administrator can set that.
profile-reason-name-characters = { profile-where }: This name has an unusual sign or mixes alphabets. Only an administrator can set that. Letters of one alphabet, digits and signs such as & . , - ’ are fine.

## Addresses

profile-reason-not-a-url = { profile-where }: This must be a complete web address that begins with https://.
profile-reason-url-has-extras = { profile-where }: This address has too much in it. Please remove the user name, the password and everything from a ? or # on.
profile-reason-not-https = { profile-where }: This address must begin with https://.
profile-reason-plain-http = { profile-where }: This address must begin with https://; only an address on this computer may begin with http://.
profile-reason-not-a-host = { profile-where }: This must be only the name of a server, such as imap.mail.me.com.
profile-reason-not-a-proxy = { profile-where }: This must be the address of a proxy, such as http://proxy.example:3128.
# $value: the host, with its port where that is not the usual one
profile-reason-host-not-allowed = { profile-where }: This file wants passwords sent to { $value }. Only an administrator can set that.

## Files that it names

profile-reason-named-file-writable-by-others = { profile-where }: People who aren’t administrators can change the file named here or its folder, so we don’t use it.
profile-reason-authority-cannot-read = { profile-where }: We can’t read the certificate. It must be a file in the profile’s own folder.
# $value: kilobytes
profile-reason-authority-too-large = { profile-where }: The certificate’s file is larger than { $value } kB.
profile-reason-authority-not-pem = { profile-where }: The file isn’t a certificate in PEM.

## The logo

profile-reason-logo-cannot-read = { profile-where }: We can’t read the picture. It must be a file in the profile’s own folder.
# $value: kilobytes
profile-reason-logo-too-large = { profile-where }: The picture is larger than { $value } kB.
# $value: pixels
profile-reason-logo-too-many-pixels = { profile-where }: The picture is more than { $value } pixels wide or high.
profile-reason-logo-not-a-picture = { profile-where }: The file isn’t a PNG, JPEG or WebP picture that we can read.
profile-reason-logo-svg = { profile-where }: The picture is in SVG, which only an administrator can set. Please use PNG or JPEG.

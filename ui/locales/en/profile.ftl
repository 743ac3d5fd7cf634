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

profile-reason-not-found = { profile-where }: There is no such file.
profile-reason-not-a-file = { profile-where }: This is not an ordinary file, but a folder or something else.
profile-reason-cannot-read = { profile-where }: This computer does not allow the file to be read.
# $value: kilobytes
profile-reason-file-too-large = { profile-where }: The file is larger than { $value } kB, so it cannot be a profile.
profile-reason-not-text = { profile-where }: This is not readable text; please save the file as UTF-8.
profile-reason-writable-by-others = { profile-where }: People who are not administrators can change this file or its folder, so it is not used.
profile-reason-not-toml = { profile-where }: This isn’t valid TOML, or a setting appears twice.

## Keys

profile-reason-unknown-key = { profile-where }: A profile has no setting with this name.
# $value: the key that was probably meant
profile-reason-misspelled-key = { profile-where }: A profile has no setting with this name. Did you mean { $value }?
# $value: a key that is needed too
profile-reason-missing = { profile-where }: This also needs { $value }, which is missing.
profile-reason-missing-region = { profile-where }: This also needs connection.region or connection.api_url, and both are missing.
profile-reason-region-and-api-url = { profile-where }: This cannot stand together with connection.region; please remove one of the two.

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
profile-reason-empty = { profile-where }: There is nothing between the quotes; please fill this in or remove the line.
# $value: the most characters
profile-reason-too-long = { profile-where }: This is longer than { $value } characters.
profile-reason-out-of-range = { profile-where }: This must be a number from 1 to 65535.
profile-reason-control-characters = { profile-where }: This holds invisible characters that do not belong in text; please type it again.
profile-reason-has-spaces = { profile-where }: This may not hold spaces.
profile-reason-not-an-email-address = { profile-where }: This is not an e-mail address.
profile-reason-not-a-phone-number = { profile-where }: This is not a phone number.
profile-reason-not-a-bare-file-name = { profile-where }: This must be only the name of a file in the profile’s own folder, without any folder before it.
profile-reason-name-not-allowed = { profile-where }: This name can be taken for Apple, iCloud, Nylas, Microsoft or Google or for somebody who helps in their name, and only an administrator may set that.
profile-reason-name-characters = { profile-where }: This name has a sign or a mixture of alphabets that only an administrator may set. Letters of one alphabet, digits and signs such as & . , - ’ are fine.

## Addresses

profile-reason-not-a-url = { profile-where }: This must be a complete web address that begins with https://.
profile-reason-url-has-extras = { profile-where }: This address holds more than it may: please remove the user name, the password and everything from a ? or # on.
profile-reason-not-https = { profile-where }: This address must begin with https://.
profile-reason-plain-http = { profile-where }: This address must begin with https://; http:// is allowed only for this computer itself.
profile-reason-not-a-host = { profile-where }: This must be only the name of a server, such as imap.mail.me.com.
profile-reason-not-a-proxy = { profile-where }: This must be the address of a proxy, such as http://proxy.example:3128.
# $value: the host, with its port where that is not the usual one
profile-reason-host-not-allowed = { profile-where }: This file wants passwords sent to { $value }. Only an administrator may set that.

## Files that it names

profile-reason-named-file-writable-by-others = { profile-where }: People who are not administrators can change the file that this names or its folder, so it is not used.
profile-reason-authority-cannot-read = { profile-where }: The certificate cannot be read; it must be a file in the profile’s own folder.
# $value: kilobytes
profile-reason-authority-too-large = { profile-where }: The certificate’s file is larger than { $value } kB.
profile-reason-authority-not-pem = { profile-where }: The file is not a certificate in PEM.

## The logo

profile-reason-logo-cannot-read = { profile-where }: The picture cannot be read; it must be a file in the profile’s own folder.
# $value: kilobytes
profile-reason-logo-too-large = { profile-where }: The picture is larger than { $value } kB.
# $value: pixels
profile-reason-logo-too-many-pixels = { profile-where }: The picture is more than { $value } pixels wide or high.
profile-reason-logo-not-a-picture = { profile-where }: The file is not a picture in PNG, JPEG or WebP that can be read.
profile-reason-logo-svg = { profile-where }: The picture is in SVG, which only an administrator may set. Please use PNG or JPEG.

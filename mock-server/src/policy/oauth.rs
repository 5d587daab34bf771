//! Keys of OAuth2: statuses of its codes, what its answers hold, how long its tokens live.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    StatusOf53::DEFINITION,
    StatusOf59::DEFINITION,
    StatusOf60::DEFINITION,
    StatusOf108::DEFINITION,
    StatusOf134::DEFINITION,
    RefusalGeolocation::DEFINITION,
    RefusalCorrelation::DEFINITION,
    RetryWords::DEFINITION,
    ExpiresIn::DEFINITION,
    RefreshExpiresIn::DEFINITION,
    IdToken::DEFINITION,
    WithdrawnClaims::DEFINITION,
    FormCharset::DEFINITION,
    RefreshRotation::DEFINITION,
    ReplacedRefreshToken::DEFINITION,
    RefreshTokensHeld::DEFINITION,
    RefreshScope::DEFINITION,
    RevokedAccess::DEFINITION,
    SignInFailure::DEFINITION,
    OtpAnswer::DEFINITION,
    OtpUnknownAddress::DEFINITION,
    CodeLife::DEFINITION,
    OtpLife::DEFINITION,
    OtpOpenRequests::DEFINITION,
    SignInLife::DEFINITION,
];

choice! {
    /// The status of code 53.
    StatusOf53, "oauth.status-of-53",
    about: "HTTP status of code 53, company is not enabled for this client.",
    source: "Platform 9.1: the best practices say nearly all are 400, and 403 where the company did not authorise the application.",
    values: {
        BadRequest = "400": "Like nearly all codes.",
        Forbidden = "403": "As the best practices say of an application that the company did not authorise.",
    },
    default: BadRequest,
    strict_docs: Forbidden,
}

choice! {
    /// The status of code 59.
    StatusOf59, "oauth.status-of-59",
    about: "HTTP status of code 59, client disabled.",
    source: "Platform 9.1: only the page of 2016 gives a status per code.",
    values: {
        Forbidden = "403": "As the page of 2016 says.",
        BadRequest = "400": "Like nearly all codes.",
    },
    default: Forbidden,
    strict_docs: Forbidden,
}

choice! {
    /// The status of code 60.
    StatusOf60, "oauth.status-of-60",
    about: "HTTP status of code 60, a grant that the application may not use.",
    source: "Platform 9.1, 8.7: only the page of 2016 gives a status per code.",
    values: {
        Forbidden = "403": "As the page of 2016 says.",
        BadRequest = "400": "Like nearly all codes.",
    },
    default: Forbidden,
    strict_docs: Forbidden,
}

choice! {
    /// The status of code 108.
    StatusOf108, "oauth.status-of-108",
    about: "HTTP status of code 108, bad or expired refresh token.",
    source: "Platform 9.1, 8.7: the e-receipts guide prints it below a headline of 403, the best practices say nearly all are 400.",
    values: {
        Forbidden = "403": "As the e-receipts guide prints it.",
        BadRequest = "400": "Like nearly all codes.",
    },
    default: Forbidden,
    strict_docs: Forbidden,
}

choice! {
    /// The status of code 134.
    StatusOf134, "oauth.status-of-134",
    about: "HTTP status of code 134, company undergoing scheduled maintenance.",
    source: "Platform 3.2, 9.1: nearly all codes are 400, the support page says that every request gets 503 during maintenance.",
    values: {
        BadRequest = "400": "Like nearly all codes.",
        Unavailable = "503": "As the support page says of maintenance.",
    },
    default: BadRequest,
}

choice! {
    /// When a refusal carries `geolocation`.
    RefusalGeolocation, "oauth.refusal-geolocation",
    about: "Which refusals of the token endpoint carry geolocation.",
    source: "Platform 9.1: it is in the table of the page and in some of its samples.",
    values: {
        Always = "always": "As the table of the page says.",
        Elsewhere = "elsewhere": "Code 16 alone, where it is needed.",
    },
    default: Always,
    strict_docs: Always,
}

choice! {
    /// Where a refusal carries the correlation id.
    RefusalCorrelation, "oauth.refusal-correlation",
    about: "Whether refusals of the token endpoint carry concur-correlationid in the body, too.",
    source: "Platform 9.1: it is in the samples of real answers and not in the schema.",
    values: {
        Body = "body": "As in samples of real answers.",
        Header = "header": "Only in the header, as in the schema.",
    },
    default: Body,
    strict_docs: Header,
    observed: Body,
}

choice! {
    /// How the sentence of code 5 is spelled.
    RetryWords, "oauth.retry-words",
    about: "Spelling of the sentence of code 5.",
    source: "Platform 1.9, 8.6: the table and the sample body differ in one capital.",
    values: {
        Table = "Incorrect credentials. Please Retry": "As the table of codes prints it.",
        Sample = "Incorrect Credentials. Please Retry": "As the sample body prints it.",
    },
    default: Table,
    strict_docs: Table,
}

choice! {
    /// The type of `expires_in`.
    ExpiresIn, "oauth.expires-in",
    about: "Type of expires_in in the answer of the token endpoint.",
    source: "Platform 8.1: the reference prints a text, a pictured answer and the migration guide a number.",
    values: {
        Number = "number": "As in a pictured answer and the migration guide.",
        Text = "text": "As the reference prints it.",
    },
    default: Number,
    strict_docs: Text,
    observed: Number,
}

choice! {
    /// The form of `refresh_expires_in`.
    RefreshExpiresIn, "oauth.refresh-expires-in",
    about: "Form of refresh_expires_in, the moment when the refresh token ends.",
    source: "Platform 8.2, 1.4: a number in a pictured answer, a text in the e-receipts guide, missing from the reference's table.",
    values: {
        Number = "number": "As in a pictured answer.",
        Text = "text": "As the e-receipts guide prints it.",
        Absent = "absent": "As in the table and the samples of the reference.",
    },
    default: Number,
    strict_docs: Absent,
    observed: Number,
}

choice! {
    /// Which answers carry an id token.
    IdToken, "oauth.id-token",
    about: "Which answers of the token endpoint carry an id_token.",
    source: "Platform 9.8: the page says every token request, its sample of client_credentials has none, the page of 2017 asks for the scope openid.",
    values: {
        Principals = "users-and-companies": "All but those of applications themselves.",
        Openid = "openid": "Those of users and companies that are granted the scope openid.",
        Every = "every": "All of them.",
    },
    default: Principals,
    strict_docs: Every,
    observed: Principals,
}

choice! {
    /// Whether the claims that went away in 2026 are there.
    WithdrawnClaims, "oauth.withdrawn-claims",
    about: "Whether tokens carry the claims concur.profile and concur.app.",
    source: "Platform 1.10, 8.35, 9.7: release notes withdrew them in spring 2026, the sample of the page still has one.",
    values: {
        Absent = "absent": "As the release notes of 2026 say.",
        Present = "present": "As before, with the addresses of the page of 2017.",
    },
    default: Absent,
    observed: Absent,
}

choice! {
    /// Whether a charset may stand behind the content type of a form.
    FormCharset, "oauth.form-charset",
    about: "Whether the content type of a token request may name a charset.",
    source: "Platform 8.8: one guide demands that it be left off, older samples have it.",
    values: {
        Accepted = "accepted": "As older samples of the page have it.",
        Refused = "refused": "With code 135, as the TMC guide can be read.",
    },
    default: Accepted,
    strict_docs: Refused,
}

choice! {
    /// Whether a refresh changes the refresh token.
    RefreshRotation, "oauth.refresh-rotation",
    about: "Whether a refresh answers with the same refresh token or with another one.",
    source: "Platform 8.5: usually it keeps its value, says the page, but it may change.",
    values: {
        Keeps = "keeps": "The same, with a later end.",
        Rotates = "rotates": "Another one each time.",
    },
    default: Keeps,
}

choice! {
    /// What becomes of a refresh token in whose place another one stepped.
    ReplacedRefreshToken, "oauth.replaced-refresh-token",
    about: "What becomes of a refresh token that was replaced by another one.",
    source: "Platform 8.5, 9.4: nothing is said.",
    values: {
        Ends = "ends": "It is refused with code 108.",
        Stays = "stays": "It goes on beside the new one.",
        EndsBoth = "ends-both": "It is refused with code 108, and its use ends the new one and whatever replaced that.",
    },
    default: Ends,
}

choice! {
    /// How many refresh tokens an application holds for one principal.
    RefreshTokensHeld, "oauth.refresh-tokens-held",
    about: "How many refresh tokens an application holds for one user or company.",
    source: "Platform 9.4: nothing is said.",
    values: {
        Several = "several": "Each grant gives another one, and the earlier ones go on.",
        One = "one": "Each grant ends the earlier ones, and a token that is replaced never stays.",
    },
    default: Several,
}

choice! {
    /// What the scope of a refresh does.
    RefreshScope, "oauth.refresh-scope",
    about: "What the scope parameter of a refresh does.",
    source: "Platform 9.9: nothing is said.",
    values: {
        Narrows = "narrows": "The access token gets these scopes; more than were granted are refused with code 54.",
        Ignored = "ignored": "Nothing: the access token gets what was granted.",
    },
    default: Narrows,
}

choice! {
    /// What a revocation does to access tokens.
    RevokedAccess, "oauth.revoked-access",
    about: "What becomes of access tokens when the refresh tokens of their user are revoked.",
    source: "Platform 9.6: nothing is said.",
    values: {
        Lives = "lives": "They go on until their hour is over.",
        Ends = "ends": "They end at once.",
    },
    default: Lives,
}

choice! {
    /// Where a failed sign-in is told.
    SignInFailure, "oauth.sign-in-failure",
    about: "Where the sign-in page tells that the credentials were refused.",
    source: "Platform 1.7: the page says that code and description are appended to the redirect address; a real page lets a user try again.",
    values: {
        Redirect = "redirect": "At the application's redirect address, as the page says.",
        Page = "page": "On the sign-in page, where the user can try again.",
    },
    default: Redirect,
    strict_docs: Redirect,
}

choice! {
    /// What `/otp` answers.
    OtpAnswer, "oauth.otp-answer",
    about: "Message of a successful request for a one-time token.",
    source: "Platform 8.37: the e-receipts guide has a slip of the pen.",
    values: {
        Otp = "otp sent": "As the reference prints it.",
        Opt = "opt sent": "As the e-receipts guide prints it.",
    },
    default: Otp,
    strict_docs: Otp,
}

choice! {
    /// What `/otp` answers for an address that nobody has.
    OtpUnknownAddress, "oauth.otp-unknown-address",
    about: "Answer to a request for a one-time token to an address that no user has.",
    source: "Platform 1.8, 1.9: the table of this endpoint has no code for it; that of the token endpoint has 55.",
    values: {
        Sent = "sent": "As for a known address, but no mail goes out; the token endpoint then says 55.",
        Refused = "refused": "Code 55 at once.",
    },
    default: Sent,
    strict_docs: Sent,
}

number! {
    /// How long an authorization code lives.
    CodeLife, "oauth.code-life",
    about: "Life of an authorization code.",
    source: "Platform 9.5: nothing is said; RFC 6749 recommends at most ten minutes.",
    range: 1..=86_400 "seconds",
    default: 600,
}

number! {
    /// How long a one-time token lives.
    OtpLife, "oauth.otp-life",
    about: "Life of a mailed one-time token.",
    source: "Platform 9.5: nothing is said.",
    range: 1..=604_800 "seconds",
    default: 3_600,
}

number! {
    /// How many one-time tokens may be open.
    OtpOpenRequests, "oauth.otp-open-requests",
    about: "How many one-time tokens one application may have open for one address before code 82.",
    source: "Platform 9.5: code 82 says that there is a limit, not which.",
    range: 1..=100 "requests",
    default: 5,
}

number! {
    /// How long a browser stays signed in.
    SignInLife, "oauth.sign-in-life",
    about: "How long a browser stays signed in after its user typed the password.",
    source: "Platform 1.7: an active session is not asked again; its life is not said.",
    range: 1..=86_400 "seconds",
    default: 1_800,
}

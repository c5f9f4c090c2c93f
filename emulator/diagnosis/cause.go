package diagnosis

// Cause names a mistake for programs.
type Cause string

// What can be wrong with the text that was signed.
const (
	Changed          Cause = "parameter_changed"
	JSONRewritten    Cause = "json_rewritten"
	Trimmed          Cause = "values_trimmed"
	WrongCharset     Cause = "wrong_charset"
	PlusAndSpace     Cause = "plus_and_space"
	EncodedOnce      Cause = "url_encoded"
	EncodedTwice     Cause = "url_encoded_twice"
	SentEncodedTwice Cause = "sent_encoded_twice"
	Entities         Cause = "html_escaped"
	Ampersands       Cause = "amp_for_ampersand"
	Quoted           Cause = "quotes_around_values"
	EmptyKept        Cause = "empty_values_kept"
	SignTypeIncluded Cause = "sign_type_included"
	CharsetLeftOut   Cause = "input_charset_left_out"
	LeftOut          Cause = "parameter_added"   // after signing: it was left out of the text
	Added            Cause = "parameter_removed" // after signing: it was in the text
	Unsorted         Cause = "unsorted"
	OtherSeparator   Cause = "separator_between_parameters"
	TrailingAmp      Cause = "trailing_ampersand"
	TextEncoded      Cause = "text_url_encoded"
	KeyAppended      Cause = "md5_key_appended"
	HashedBefore     Cause = "hashed_before"
)

// What can be wrong with the key.
const (
	SeparatorBeforeKey Cause = "separator_before_key"
	KeyWhiteSpace      Cause = "key_with_white_space"
	KeyQuoted          Cause = "key_with_quotes"
	KeyCase            Cause = "key_in_other_case"
	KeyMissing         Cause = "key_missing"
	KeyFirst           Cause = "key_first"
	HMAC               Cause = "hmac"
	OtherMerchantKey   Cause = "key_of_another_merchant"
	DemoKey            Cause = "demo_key"
	AlipayKey          Cause = "alipay_key"
	PublicKeyText      Cause = "public_key_as_md5_key"
	PublicForPrivate   Cause = "public_key_for_private"
	RegisteredAlipays  Cause = "registered_key_is_alipays"
	NoPublicKey        Cause = "no_public_key"
	NoMD5Key           Cause = "no_md5_key"
)

// What can be wrong with sign and sign_type.
const (
	SignMissing      Cause = "sign_missing"
	SignPlaceholder  Cause = "sign_is_no_signature"
	SignTypeMissing  Cause = "sign_type_missing"
	SignTypeCase     Cause = "sign_type_case"
	SignTypeUnknown  Cause = "sign_type_unknown"
	SignTypeMismatch Cause = "sign_type_mismatch"
	UpperCaseHex     Cause = "upper_case_hex"
	SignWhiteSpace   Cause = "sign_with_white_space"
	SignQuoted       Cause = "sign_with_quotes"
	SignEncoded      Cause = "sign_url_encoded"
	HexSeparated     Cause = "hex_with_separators"
	Base64ForHex     Cause = "base64_for_hex"
	HexForBase64     Cause = "hex_for_base64"
	Base64URLSafe    Cause = "base64_url_safe"
	Base64Padding    Cause = "base64_without_padding"
	Base64Broken     Cause = "base64_broken"
	Base64Twice      Cause = "base64_twice"
	SignLength       Cause = "sign_length"
	DigestSwapped    Cause = "rsa_and_rsa2_swapped"
	OtherDigest      Cause = "other_digest"
	NoDigestInfo     Cause = "no_digest_info"
	PSSPadding       Cause = "pss_padding"
)

// What is left where nothing fits.
const (
	OtherText  Cause = "other_text" // this merchant's RSA key, but over a text not found
	UnknownKey Cause = "unknown_key"
	NotFound   Cause = "not_found"
)

// note is one mistake found: what it is called, and what to do about it.
type note struct {
	cause Cause
	say   string
}

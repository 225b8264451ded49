// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What a name server says to an update, and what is wrong with a key.
const (
	NoSecret            ID = "no-secret"
	SecretOfFile        ID = "secret-of-file"
	NotNameServer       ID = "not-name-server"
	NotKeyName          ID = "not-key-name"
	NotBase64           ID = "not-base64"
	NotKeyFile          ID = "not-key-file"
	CannotUseKey        ID = "cannot-use-key"
	KeyUnknown          ID = "key-unknown"
	SecretWrong         ID = "secret-wrong"
	ClocksDiffer        ID = "clocks-differ"
	ClocksDifferSomehow ID = "clocks-differ-somehow"
	UpdateRefused       ID = "update-refused"
	UpdateUnreadable    ID = "update-unreadable"
	UpdateUnknown       ID = "update-unknown"
	NotAuthoritative    ID = "not-authoritative"
	AskingRefused       ID = "asking-refused"
	NotInItsZone        ID = "not-in-its-zone"
	NotItsZone          ID = "not-its-zone"
	IsAlias             ID = "is-alias"
	AliasNow            ID = "alias-now"
	ManyAddresses       ID = "many-addresses"
	ChangedMeanwhile    ID = "changed-meanwhile"
	ServerFails         ID = "server-fails"
	OtherCode           ID = "other-code"
	Unsigned            ID = "unsigned"
	NoWord              ID = "no-word"
	SerialStays         ID = "serial-stays"
	CorrectKey          ID = "correct-key"
	CorrectServerOrZone ID = "correct-server-or-zone"
	CorrectThemAll      ID = "correct-them-all"
	ServeAndAllow       ID = "serve-and-allow"
	AllowKey            ID = "allow-key"
	RemoveAlias         ID = "remove-alias"
)

var rfc2136Rows = []Row{
	{NoSecret, "is missing: updates are signed, unless key is the path of a file with a secret", ""},
	{SecretOfFile, "is not used: the file of the key has one", ""},
	{NotNameServer, "must be a name or an address, with a port from 1 to 65535 behind a colon unless that is 53", ""},
	{NotKeyName, "must be a name such as home-key, or a path that begins with a slash", ""},
	{NotBase64, "must be in base64", ""},
	{NotKeyFile, "the file has no key in the form key \"NAME\" { algorithm ...; secret \"...\"; };", ""},
	{CannotUseKey, "cannot use the key: %s", ""},
	{KeyUnknown, "%s does not know the key, or not for this name", ""},
	{SecretWrong, "%s has another secret or algorithm for the key", ""},
	{ClocksDiffer, "the clock of %s says %s, this one %s", "set the clock; dynwan goes on when it is set. Five minutes are allowed"},
	{ClocksDifferSomehow, "%s says that the clocks differ by more than five minutes", "set the clock; dynwan goes on when it is set"},
	{UpdateRefused, "%s does not let the key change this name", ""},
	{UpdateUnreadable, "%s does not understand the update", ""},
	{UpdateUnknown, "%s takes no updates", ""},
	{NotAuthoritative, "%s is not the primary server of the zone, or does not take the key or its time", ""},
	{AskingRefused, "%s refuses to say what the name holds", ""},
	{NotInItsZone, "%s says that the name is not in the zone", ""},
	{NotItsZone, "%s does not serve the zone of %s", ""},
	{IsAlias, "%s is an alias (CNAME), beside which there can be no address", ""},
	{AliasNow, "the name is an alias (CNAME) at %s, beside which there can be no address", ""},
	{ManyAddresses, "%s holds too many addresses for the name", ""},
	{ChangedMeanwhile, "somebody else changed the name at %s in the same moment", "nothing: it is read again before anything is written"},
	{ServerFails, "%s has a failure of its own", "wait; see the log of the server"},
	{OtherCode, "%s answers with error %s", "wait; see the log of the server"},
	{Unsigned, "the answer of %s is not signed by the key", "if it stays: correct `key`, `algorithm` and `secret`, or see who answers in the place of the server"},
	{NoWord, "%s did not say what the name holds: %s", "see to the server or to the line, or wait; nothing was changed"},
	{SerialStays, "the serial of %s did not rise, so its other servers will not notice the change", "see to the server: `ixfr-from-differences`, `SOA-EDIT-DNSUPDATE` or the like"},
	{CorrectKey, "correct key, algorithm and secret", ""},
	{CorrectServerOrZone, "correct nameserver or zone", ""},
	{CorrectThemAll, "correct nameserver, zone or the key, and see whether the clock is right", ""},
	{ServeAndAllow, "see whether it serves the zone, and allow the key to ask (allow-query)", ""},
	{AllowKey, "allow it there (update-policy, allow-update, acl)", ""},
	{RemoveAlias, "remove the alias, or choose another name", ""},
}

// SPDX-License-Identifier: GPL-2.0-or-later

package answer

// sent is what the requests of the table held.
var sent = []string{
	"blockhaus.example.net", "me+login@example.org", "tr0ub4dor & 3", "mail.failure.example.", "Account blocked, back at 8: sorry & bye",
	"https://www.example.net/error/denied?x=1", "203.0.113.87", "no <b>password</b>", "<b>wrong</b> password", "lock",
}

// codes are those of the table: guesses, but for one.
var codes = []Code{
	{Text: "800", Meaning: Meaning{Means: "ok"}},
	{Text: "300", Meaning: Meaning{Kind: Refused, About: Login, Guess: true, Means: "invalid login"}},
	{Text: "100", Meaning: Meaning{Kind: Refused, About: Settings, Guess: true, Means: "balance"}},
	{Text: "abuse", Meaning: Meaning{Kind: Refused, About: Blocked}},
}

// How the answer of a row came.
type how int

const (
	tls   how = iota // by HTTPS
	clear            // by plain HTTP
	told             // by HTTPS, and the user has set texts: "erledigt" is yes, "abgelehnt" no
	plainTold
	s204 // by HTTPS with that status, and so on
	s301
	s400
	s401
	s403
	s404
	s422
	s429
	s500
	s502
	s503
	s520
	c401 // by plain HTTP
	c403
	c429
	c500
)

var statuses = map[how]int{s204: 204, s301: 301, s400: 400, s401: 401, s403: 403, s404: 404, s422: 422, s429: 429,
	s500: 500, s502: 502, s503: 503, s520: 520, c401: 401, c403: 403, c429: 429, c500: 500}

// rows are answers, and what they mean. A question mark is a guess.
var rows = []struct {
	how    how
	answer string
	want   string
	why    string
}{
	// Codes, in every wrapping that a server may give them.
	{tls, "800", "unclear", "a hypothesis is no confirmation: DNS tells"},
	{tls, "300", "refused login ?", "the code of another page of the provider"},
	{tls, " 300\r\n", "refused login ?", "blanks and the end of the line"},
	{tls, "\xef\xbb\xbf300", "refused login ?", "Windows editors put a byte order mark in front of a PHP file"},
	{tls, "\xef\xbb\xbf\xef\xbb\xbf300", "refused login ?", "and each included file brings its own"},
	{tls, "300\x00", "refused login ?", "a C program sends the end of its string"},
	{tls, "\xff\xfe3\x000\x000\x00", "refused login ?", "UTF-16 with its mark, as ASP with CODEPAGE 1200"},
	{tls, "\xfe\xff\x003\x000\x000", "refused login ?", "the other order"},
	{tls, "3\x000\x000\x00\n\x00", "refused login ?", "UTF-16 without a mark"},
	{tls, "300<br>\n", "refused login ?", "PHP's echo with a tag at the end"},
	{tls, "<br />\n300<br />", "refused login ?", "a tag on each side"},
	{tls, "<html><head></head><body>300</body></html>", "refused login ?", "a page by HTTPS is the provider's own"},
	{tls, "<html><head><title>Update</title></head><body><p>300</p></body></html>", "refused login ?", "a title is not said"},
	{tls, "<HTML><BODY BGCOLOR=#FFFFFF>\r\n300\r\n</BODY></HTML>", "refused login ?", "ASP of 1999"},
	{tls, "&#51;00", "refused login ?", "a digit as an entity"},
	{tls, "<p>300&nbsp;</p>", "refused login ?", "a blank that does not break"},
	{tls, "<script>var x='ok';</script>300", "refused login ?", "a script is not said"},
	{tls, "<!-- served by web3 -->300", "refused login ?", "nor is a comment"},
	{tls, "code: 300", "refused login ?", "a code with its label"},
	{tls, "ERROR 300", "refused login ?", "another label"},
	{tls, `{"code":300}`, "refused login ?", "JSON around it"},
	{tls, "300 203.0.113.87", "refused login ?", "our address behind it says nothing"},
	{tls, "300\nblockhaus.example.net", "refused login ?", "nor does our name in a second line"},
	{tls, "<br />\n<b>Deprecated</b>:  mysql_connect(): The mysql extension is deprecated in <b>/var/www/dns/update.php</b> on line <b>12</b><br />\n300",
		"refused login ?", "PHP speaks about its style, not about its work"},
	{tls, "<b>Notice</b>: Undefined index: mx in <b>u.php</b> on line <b>3</b><br />300", "refused login ?", "a notice, too"},
	{tls, "Warning: Cannot modify header information - headers already sent by (output started at u.php:1) in u.php on line 9\n300",
		"refused login ?", "a warning that a byte order mark causes"},
	{tls, "<b>Warning</b>: mysql_connect(): Access denied for user 'dns'@'localhost' in <b>u.php</b> on line <b>4</b><br />300",
		"trouble machine", "without a database every login is wrong"},
	{tls, "abuse", "refused blocked", "a code that is documented"},
	{tls, "300\n800", "unclear", "two codes say nothing"},
	{tls, "port 800", "unclear", "a number inside of a text is no code"},
	{tls, "3000", "unclear", "nor is a part of another number"},
	{clear, "300", "refused login ?", "by plain HTTP too, as a guess"},
	{clear, "abuse", "refused blocked ?", "even a documented code: anybody on the way could have written it"},
	{clear, "<html><body>300</body></html>", "refused login ?", "a portal does not know our codes"},
	{s400, "300", "refused login ?", "a refusal may come with a status of its own"},
	{s404, "800", "trouble status", "a success may not"},

	// A machine in trouble.
	{tls, "SQLSTATE[HY000] [1040] Too many connections", "trouble machine", "PDO: the database is full, as after a big line dropped"},
	{tls, "Error: SQLSTATE[28000] [1045] Access denied for user 'dns'@'10.0.0.3' (using password: YES)", "trouble machine", "the machine's password, not ours"},
	{tls, "Too many requests, please try again later", "trouble machine", "it says when: later"},
	{tls, "We are experiencing problems. Please try again later.", "trouble machine", "a polite one"},
	{tls, "Could not connect: Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)", "trouble machine", "the classic of mysql_connect() or die()"},
	{tls, "MySQL server has gone away", "trouble machine", "the other classic"},
	{tls, "Lost connection to MySQL server during query; login failed", "trouble machine", "a login cannot be looked up without it"},
	{tls, "Login failed: database error", "trouble machine", "the reason stands behind"},
	{tls, "Fatal error: Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in u.php on line 9", "trouble machine", "PHP out of memory"},
	{tls, "<b>Fatal error</b>: Uncaught PDOException: could not find driver", "trouble machine", "PHP after an upgrade"},
	{tls, "<b>Parse error</b>: syntax error, unexpected '}' in <b>u.php</b> on line <b>7</b>", "trouble machine", "somebody edits it right now"},
	{tls, "Warning: fopen(/var/log/dns.log): failed to open stream: No space left on device in u.php on line 3\nOK", "trouble machine", "a full disk; the OK may be old code"},
	{tls, "Microsoft OLE DB Provider for ODBC Drivers error '80004005'\r\n\r\n[Microsoft][ODBC SQL Server Driver]Login failed for user 'sa'.\r\n\r\n/dns/update.asp, line 14",
		"trouble machine", "ASP: the machine's own login"},
	{tls, "Microsoft VBScript runtime error '800a000d'\n\nType mismatch: 'CInt'", "trouble machine", "ASP with a bug"},
	{tls, "Server Error in '/' Application. Runtime Error", "trouble machine", "ASP.NET"},
	{tls, "ORA-01017: invalid username/password; logon denied", "trouble machine", "Oracle speaks of the machine's own login"},
	{tls, "java.lang.NullPointerException: user\n\tat dns.Update.doGet(Update.java:41)", "trouble machine", "Java: an exception, whatever its words"},
	{tls, "Traceback (most recent call last):\n  File \"update.py\", line 3\nKeyError: 'password'", "trouble machine", "Python"},
	{tls, "Error establishing a database connection", "trouble machine", "WordPress in its place"},
	{tls, "Access denied: read-only replica", "trouble machine", "a database that fell over to another"},
	{tls, "The service is under maintenance. Login disabled.", "trouble machine", "the login of everybody, not ours"},
	{tls, "Access denied for user 'dns'@'%' to database 'dns'", "trouble machine", "MySQL 1044"},
	{tls, "FATAL: password authentication failed for user \"dns\"", "trouble machine", "PostgreSQL"},
	{tls, "Login failed for user 'blockhaus.example.net'", "refused login", "but this user is ours"},
	{tls, "Invalid response from upstream", "trouble machine", "a proxy at the provider"},
	{tls, "Deadlock found when trying to get lock; invalid record", "trouble machine", "two updates at once"},
	{tls, "unknown internal error", "trouble machine", "its own words for it"},
	{tls, "Database error, try again", "trouble machine", "and for this"},
	{tls, "Error: the operation timed out", "trouble machine", "a slow one"},
	{tls, "508 Resource Limit Is Reached. The website is temporarily unable to service your request", "trouble machine", "cPanel's limit, with the status 200"},
	{tls, "This account has been suspended. Contact your hosting provider for more information.", "trouble machine", "cPanel: the provider has not paid, not we"},

	// Statuses, whatever the words.
	{s500, "account blocked", "trouble status", "the status comes before words"},
	{s500, "Invalid password", "trouble status", "an error page may list what can be wrong"},
	{s502, "<html><title>502 Bad Gateway</title></html>", "trouble status", "nginx"},
	{s503, "<h1>Service Unavailable</h1>blocked", "trouble status", "Apache"},
	{s520, "error code: 520", "trouble status", "a network in front"},
	{s301, "login", "trouble redirect", "not followed, not read"},
	{s204, "", "trouble status", "nothing, and no 200"},
	{s401, "", "refused status ?", "by HTTPS it is the server's own; it may be a mistake of an hour"},
	{s403, "Forbidden", "refused status ?", "as above"},
	{s429, "", "refused status ?", "no time is named"},
	{s401, "Invalid password", "refused login", "a clear sentence explains the status"},
	{s403, "Your account has been suspended", "refused blocked", "as above"},
	{s422, "Invalid hostname", "refused settings", "as above"},
	{s400, "Bad Request", "trouble status", "no sentence about the account"},
	{s404, "Not Found", "trouble status", "the script is gone, not the domain"},
	{s404, "Domain not found", "refused settings", "here it is the domain"},
	{c401, "", "trouble status", "by plain HTTP a proxy of the line can say that"},
	{c403, "Your account is blocked", "trouble status", "a filter of the line, too"},
	{c429, "", "trouble slow", "and this"},
	{c500, "blocked", "trouble status", ""},

	// Another one in its place.
	{clear, "<!DOCTYPE html><html><body>Welcome! OK success</body></html>", "trouble page", "a portal"},
	{clear, "<html>Invalid password</html>", "trouble page", "a portal that asks for the password of the line"},
	{clear, `<meta http-equiv="refresh" content="0;url=http://portal.example/">`, "trouble page", "a portal that sends away"},
	{plainTold, "<html><body>erledigt</body></html>", "trouble page", "a page by plain HTTP is nobody's, whatever the user's texts"},
	{plainTold, "<form action=/login>abgelehnt</form>", "trouble page", "as above"},
	{tls, "<!DOCTYPE html><html><body>Welcome! OK success</body></html>", "trouble page", "the provider's own front page is no answer"},
	{tls, "<html><form><input type=\"password\"></form></html>", "trouble page", "a page that asks for a login"},
	{s403, "<title>Attention Required! | Cloudflare</title>Sorry, you have been blocked", "refused firewall ?", "a network in front has judged us"},
	{s503, "<title>Just a moment...</title>", "trouble firewall", "a network that tests browsers"},
	{tls, "Request unsuccessful. Incapsula incident ID: 100-200", "trouble firewall", "another one, with the status 200"},
	{tls, "<title>CloudfloorDNS Web Application Firewall Error</title>", "trouble firewall", "the provider's own"},
	{tls, "ERROR: The requested URL could not be retrieved. Access Denied.", "trouble firewall", "Squid"},
	{c403, "Web Application Firewall: access denied", "trouble firewall", "by plain HTTP nobody knows whose"},

	// What repeats what was sent.
	{tls, "OK blockhaus.example.net 203.0.113.87", "unclear", "a name is no refusal"},
	{tls, "blockhaus.example.net: A record is now 203.0.113.87", "unclear", "as above"},
	{tls, "BLOCKHAUS.EXAMPLE.NET updated", "unclear", "in capitals"},
	{tls, "me+login@example.org accepted", "unclear", "an address for mail that says login"},
	{tls, "me%2Blogin%40example.org accepted", "unclear", "encoded"},
	{tls, "me&#43;login@example.org accepted", "unclear", "as entities"},
	{tls, "Account blocked, back at 8: sorry &amp; bye", "unclear", "the text for visitors, as PHP shows it"},
	{tls, "offlinetext=Account+blocked%2C+back+at+8%3A+sorry+%26+bye", "unclear", "as a form sends it"},
	{tls, `{"offline":"Account blocked, back at 8: sorry \u0026 bye"}`, "unclear", "as JSON"},
	{tls, "mx=mail.failure.example.", "unclear", "a mail server called failure"},
	{tls, "mx mail.failure.example", "unclear", "without its period, label by label"},
	{tls, "https://www.example.net/error/denied?x=1", "unclear", "a URL for visitors"},
	{tls, `https:\/\/www.example.net\/error\/denied?x=1`, "unclear", "as JSON of PHP"},
	{tls, "no <b>password</b>", "unclear", "a value with tags, repeated as it is"},
	{tls, "<b>wrong</b> password", "unclear", "without its tags it would be a refusal"},
	{tls, "no &lt;b&gt;password&lt;/b&gt;", "unclear", "and as text"},
	{tls, "blockhaus is blocked", "refused blocked ?", "what stands beside our words still counts, though lock is one of them"},
	{tls, "Domain blockhaus.example.net not found", "refused settings", "our name inside of a clear sentence"},

	// Success, and counters of errors.
	{tls, "OK", "unclear", "not documented"},
	{tls, "good 203.0.113.87", "unclear", "a code of another protocol"},
	{tls, "Login OK, updated", "unclear", "a login that went well"},
	{tls, `{"success":true,"errors":[]}`, "unclear", "a list of no errors"},
	{tls, `{"errors": [ ], "result": "ok"}`, "unclear", "with blanks"},
	{tls, `{"error":null}`, "unclear", "null"},
	{tls, `{"error":""}`, "unclear", "an empty text"},
	{tls, `{"error":false,"login":"ok"}`, "unclear", "false"},
	{tls, "errors: 0", "unclear", "a zero"},
	{tls, "Error=0", "unclear", "as above"},
	{tls, "Update: 0 errors", "unclear", "the zero in front"},
	{tls, "Updated, no errors", "unclear", "in words"},
	{tls, "NOERROR", "unclear", "the word of DNS"},
	{tls, "completed without error", "unclear", ""},
	{tls, "OK: previous record not found, created", "unclear", "it says both; DNS tells"},
	{tls, "Domain updated. Unblocked.", "unclear", "the opposite of blocked"},
	{tls, "Your account is no longer blocked", "unclear", "as above"},
	{tls, "not blocked", "unclear", ""},
	{tls, "Updated. Changes take effect later.", "unclear", "later is not try again"},
	{tls, "Your domain has been updated", "done", "a clear sentence"},
	{tls, "<html><body><p>Record successfully updated</p></body></html>", "done", "in the provider's page"},
	{tls, "blockhaus.example.net has been updated to 203.0.113.87.", "done", "with our own words"},
	{clear, "Your domain has been updated", "unclear", "by plain HTTP: DNS tells"},
	{tls, "No record has been updated", "unclear", "the sentence, and a word against it"},
	{tls, "Update failed: has been updated too often", "refused blocked ?", "failed takes back what follows"},

	// Refusals.
	{tls, "Invalid login", "refused login", "a clear sentence"},
	{tls, "Error: invalid login information", "refused login", "as above"},
	{tls, "Error: incorrect password", "refused login", "as above"},
	{tls, "InvalidPassword", "refused login", "two words in one"},
	{tls, "Authentication failed", "refused login", "as above"},
	{tls, "Password does not match", "refused login", "as above"},
	{tls, "user unknown", "refused login", "the other way round"},
	{tls, "badauth", "refused login", "the word of many protocols"},
	{tls, `{"error":{"description":"Invalid credentials"}}`, "refused login", "in JSON"},
	{tls, "Invalid password, please try again.", "refused login ?", "as a form says it: perhaps it passes"},
	{tls, "<html><h1>Invalid password</h1></html>", "refused login", "a page by HTTPS"},
	{tls, "<form>Invalid password</form>", "refused login ?", "in a form, it may be another login"},
	{clear, "Invalid password", "refused login ?", "by plain HTTP nothing is for good"},
	{tls, "Your account is blocked", "refused blocked", "a clear sentence"},
	{tls, "Account blocked due to abusive updates", "refused blocked", "as above"},
	{tls, "account temporarily suspended", "refused blocked ?", "it passes"},
	{tls, "account blocked for abuse, try again later", "refused blocked ?", "as above"},
	{tls, "blocked", "refused blocked ?", "one word"},
	{tls, "You have been banned", "refused blocked ?", "who? perhaps the address, and that changes"},
	{tls, "Your IP is blocked", "refused blocked ?", "as above"},
	{tls, "address block 203.0.113.0 assigned", "unclear", "another block"},
	{tls, "Abuse point added", "refused blocked ?", "a warning rather"},
	{tls, "too many updates", "refused blocked ?", "perhaps for an hour"},
	{tls, "Domain not found", "refused settings", "a clear sentence"},
	{tls, "no such host", "refused settings", "as above"},
	{tls, "hostname does not exist", "refused settings", "as above"},
	{tls, "record not found", "refused settings ?", "which record?"},
	{tls, "Access denied", "refused settings ?", "to whom?"},
	{tls, "expired", "refused settings ?", "what?"},
	{tls, "Error", "undone", "no reason"},
	{tls, "Update failed", "undone", "as above"},

	// Nothing, and nothing that is known.
	{tls, "", "trouble empty", "a script that died"},
	{tls, " \r\n\t", "trouble empty", "and its blank lines"},
	{tls, "\xef\xbb\xbf", "trouble empty", "a byte order mark alone"},
	{tls, "\x00\x00\x00\x00", "trouble empty", "NULs"},
	{tls, "<html><body></body></html>", "trouble empty", "an empty page"},
	{clear, "", "trouble empty", ""},
	{tls, "Aktualisiert", "unclear", "another language"},
	{tls, "aktualisiert f\xfcr blockhaus.example.net", "unclear", "in Latin-1"},
	{tls, "please wait ... please wait ...", "unclear", "an answer without an end"},
	{tls, "1", "unclear", "a number that is no code"},
	{tls, "\x00\x7fxq~ \xff\xfe 7Zk@", "unclear", "noise"},

	// The user's texts.
	{told, "erledigt", "done told", "they decide first"},
	{told, "<html>erledigt</html>", "done told", "in the provider's page, too"},
	{told, "ABGELEHNT 800", "refused told", "as above"},
	{s500, "erledigt", "trouble status", "no word heals a status"},
	{plainTold, "erledigt", "done told", "a line of text, as the user says"},
	{plainTold, "abgelehnt", "refused told ?", "but nothing is for good there"},
}

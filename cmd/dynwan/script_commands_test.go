// SPDX-License-Identifier: GPL-2.0-or-later

package main

// scriptWords are all words of a script: testdata/matrix/README.md says what each
// one means. The library has a stop, a kill and a wait of its own.
var scriptWords = map[string]command{
	"line":    {"line ADDRESS|none", false, (*script).doLine},
	"address": {"address add|del|deprecate ADDRESS [lifetime DURATION] [dev NAME]", false, (*script).doAddress},
	"route":   {"route add|del|add ipv6 [src ADDRESS] [dev NAME]", false, (*script).doRoute},
	"hide":    {"hide ZONE", false, (*script).doHide},
	"device":  {"device add|del|up|down [NAME]", false, (*script).doDevice},
	"cable":   {"cable out|in", false, (*script).doCable},
	"tap":     {"tap DEVICE", false, (*script).doTap},
	"resolv":  {"resolv ADDRESS... [untimed]", false, (*script).doResolv},
	"hosts":   {"hosts ADDRESS NAME", false, (*script).doHosts},

	"provider": {"provider myserver|dyndns2 [one-update] [two-names]", false, (*script).doProvider},
	"cache":    {"cache TTL", false, (*script).doCache},
	"ask":      {"ask ADDRESS", false, (*script).doAsk},
	"silent":   {"silent ADDRESS", false, (*script).doSilent},
	"record":   {"record ADDRESS...|none", false, (*script).doRecord},
	"sees":     {"sees ADDRESS", false, (*script).doSees},
	"page":     {"page TEXT...", false, (*script).doPage},
	"fault":    {"fault NAME COUNT|on|off [at STEP] [after N] [ARGUMENT]", false, (*script).doFault},
	"answer":   {"answer [TEXT...]", false, (*script).doAnswer},

	"config": {"config KEY [= VALUE]", false, (*script).doConfig},
	"global": {"global KEY = VALUE", false, (*script).doGlobal},
	"dynwan": {"dynwan start|stop|kill|restart|freeze|thaw", false, (*script).doDynwan},
	"run":    {"run CODE COMMAND [WORD...] says TEXT", false, (*script).doRun},
	"reboot": {"reboot", false, (*script).doReboot},
	"sender": {"sender kill|freeze|thaw", false, (*script).doSender},
	"lock":   {"lock take|release", false, (*script).doLock},

	"state-dir": {"state-dir read-only|full|writable|deleted", false, (*script).doStateDir},
	"limit":     {"limit stack|files N|+N", false, (*script).doLimit},

	"says":  {"says TEXT", false, (*script).doSays},
	"sleep": {"sleep DURATION", false, (*script).doSleep},
	"await": {"await requests|connections|sockets N, await saved|unsaved TEXT, await status|image|files|sender|sender-end", false, (*script).doAwait},

	"log":      {"log", true, (*script).doLog},
	"status":   {"status STATE", true, (*script).doStatus},
	"shows":    {"shows FIELD VALUE", true, (*script).doShows},
	"holds":    {"holds ADDRESS...|none", true, (*script).doHolds},
	"requests": {"requests N", true, (*script).doRequests},
	"apart":    {"apart DURATION", true, (*script).doApart},
	"within":   {"within DURATION", true, (*script).doWithin},
	"from":     {"from ADDRESS...", true, (*script).doFrom},
	"unused":   {"unused DEVICE", true, (*script).doUnused},
}

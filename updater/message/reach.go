// SPDX-License-Identifier: GPL-2.0-or-later

package message

// Why a server cannot be reached or trusted. Nothing was sent.
const (
	CannotFind       ID = "cannot-find"
	CannotReach      ID = "cannot-reach"
	CannotTrust      ID = "cannot-trust"
	NotYetValid      ID = "not-yet-valid"
	CertificateEnded ID = "certificate-ended"
	AuthorityEnded   ID = "authority-ended"
	NoAuthorities    ID = "no-authorities"
	OtherName        ID = "other-name"
	NoName           ID = "no-name"
	SelfSigned       ID = "self-signed"
	UnknownAuthority ID = "unknown-authority"
	ResolverSilent   ID = "resolver-silent"
	NoRoute          ID = "no-route"
	NoRouteSeeBind   ID = "no-route-see-bind"
	NoConnection     ID = "no-connection"
	ConnectionClosed ID = "connection-closed"
	Stopped          ID = "stopped"
	ServerUnreadable ID = "server-unreadable"
	AddressChanged   ID = "address-changed"
)

var reachRows = []Row{
	{CannotFind, "cannot find %s: %s", "see to the resolver or to the line, or wait; nothing was sent"},
	{CannotReach, "cannot reach %s: %s", "see to the line, or wait; nothing was sent. `no route by DEVICE, but by another device: see bind`: give the line a default route of its own, with another metric, or set `bind` to false"},
	{CannotTrust, "cannot trust %s: %s", "if the reason says so, install or upgrade `ca-bundle`; else somebody is in between, or the provider has to mend its certificate; nothing was sent"},
	{NotYetValid, "the certificate of %s is valid from %s on, and the clock says %s: is it set?", "wait for NTP: dynwan goes on when the clock is set"},
	{CertificateEnded, "its certificate ended on %s, and the clock says %s", ""},
	{AuthorityEnded, "the authority in ca-bundle ended on %s, and the clock says %s: upgrade ca-bundle", ""},
	{NoAuthorities, "no authorities in /etc/ssl/certs: install ca-bundle", ""},
	{OtherName, "its certificate is for another name", ""},
	{NoName, "its certificate is for no name (SAN): the provider has to renew it", ""},
	{SelfSigned, "its certificate is signed by itself alone", ""},
	{UnknownAuthority, "no authority in ca-bundle signed its certificate: upgrade ca-bundle", ""},
	{ResolverSilent, "the resolver does not answer", ""},
	{NoRoute, "no route by %s", ""},
	{NoRouteSeeBind, "no route by %s, but by another device: see bind", ""},
	{NoConnection, "no connection in %s", ""},
	{ConnectionClosed, "the connection was closed", ""},
	{Stopped, "stopped", ""},
	{ServerUnreadable, "the server's name cannot be read", "correct `server`"},
	{AddressChanged, "the address changed before anything was sent", "nothing: the new one is next"},
}

// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require form';
'require uci';
'require tools.widgets as widgets';
'require dynwan.account as account';
'require dynwan.commands as commands';
'require dynwan.ipcheck as ipcheck';
'require dynwan.rules as rules';

/*
 * The options of an account as fields of its dialog. A field that belongs to
 * one provider names it, so that another provider brings its own.
 */

/* What may be wrong in an account as a whole, and what else that depends on. */
const WHOLE = [
	'email', 'user', 'pass', 'hostname', 'domain', 'ip', 'server', 'min_gap', 'recheck', 'port',
	'login_query', 'delete_query', 'add_query', 'relay_query', 'check_user', 'check_interval'
];
const PARTS = WHOLE.concat([ 'provider', 'hb', 'bind', 'address', 'check_server' ]);

/* stored returns an account as UCI holds it. */
function stored(sid) {
	const s = uci.get('dynwan', sid) || {};
	const a = { name: sid };

	PARTS.forEach((key) => a[key] = s[key]);

	return a;
}

/* typed returns an account as the dialog holds it; an empty password stays. */
function typed(section, sid) {
	const a = { name: sid, provider: section.formvalue(sid, 'provider') };

	PARTS.filter((key) => rules.knows(key, a.provider)).forEach((key) => a[key] = section.formvalue(sid, key) || '');
	a.pass = a.pass || uci.get('dynwan', sid, 'pass') || '';
	if (a.address != 'check') /* its fields are hidden and not saved */
		PARTS.filter((key) => /^check_/.test(key)).forEach((key) => a[key] = '');

	return a;
}

/* whole checks what concerns more than one field, once each is right. */
function whole(section, sid, key) {
	const a = typed(section, sid);
	const others = rules.isTrue(section.formvalue(sid, 'enabled') || '0')
		? uci.sections('dynwan', 'account').filter((s) => s['.name'] != sid && rules.isTrue(s.enabled || '0')).map((s) => stored(s['.name']))
		: [];

	if (PARTS.some((k) => a[k] && rules.check(k, a[k], a.provider) != null))
		return null;

	return account.check(a, L.toArray(uci.get('dynwan', 'main', 'allow')).length > 0, others)[key] || null;
}

function validate(sid, value) {
	const wrong = (value ? rules.check(this.option, value, this.section.formvalue(sid, 'provider')) : null) ||
		(WHOLE.indexOf(this.option) >= 0 ? whole(this.section, sid, this.option) : null);

	return wrong ? wrong[0].toUpperCase() + wrong.slice(1) : true;
}

/* flag: UCI knows five words for yes. */
function cfgvalue(sid) {
	const value = uci.get('dynwan', sid, this.option);

	return value == null ? null : rules.isTrue(value) ? '1' : '0';
}

return baseclass.extend({
	/* add puts a field into a tab; provider is the only one that knows it. */
	add(s, tab, type, option, title, description, provider) {
		const o = s.taboption(tab, type, option, title, description);

		o.modalonly = true;
		o.validate = validate;
		if (type == form.Flag)
			o.cfgvalue = cfgvalue;
		if (provider)
			o.depends('provider', provider);

		return o;
	},

	/* password is never shown, and stays if the field is left empty. */
	password(s, tab, title, description) {
		const o = this.add(s, tab, form.Value, 'pass', title, description);

		o.password = true;
		o.cfgvalue = () => null;
		o.remove = () => null;
		o.renderWidget = function(sid, ...more) {
			this.placeholder = uci.get('dynwan', sid, 'pass') ? _('unchanged') : '';

			return form.Value.prototype.renderWidget.apply(this, [ sid, ...more ]);
		};

		return o;
	},

	general(s) {
		let o = this.add(s, 'general', form.Flag, 'enabled', _('Enabled'),
			_('Whether dynwan keeps this name up to date.'));
		o.rmempty = false;

		o = this.add(s, 'general', form.ListValue, 'provider', _('Provider'),
			_('Who holds the name, and so the language in which dynwan tells of a new address.'));
		o.value('mtgsy', 'mtgsy.net (CloudFloorDNS)');
		o.value('myserver', 'MyServer.org');
		o.default = 'mtgsy';
		o.rmempty = false;

		o = this.add(s, 'general', widgets.NetworkSelect, 'interface', _('Line'),
			_('The interface of the internet line, mostly wan.'));
		o.nocreate = true;
		o.placeholder = 'wan';

		o = this.add(s, 'general', form.Value, 'email', _('Login'),
			_('One dynamic domain of your account, which alone is updated; or the name of the account, mostly an e-mail address, for all its domains.'), 'mtgsy');
		o.placeholder = 'home.example.net';

		this.add(s, 'general', form.Value, 'user', _('User name'),
			_('The user name of your account at MyServer.org.'), 'myserver');

		this.password(s, 'general', _('Password'),
			_('The password of the account at the provider. It is never shown here; leave it empty to keep it.'));

		o = this.add(s, 'general', form.Value, 'hostname', _('Name to compare'),
			_('dynwan asks DNS for this name before it sends anything, for the provider wants no needless updates. MyServer.org: the full name that follows the line. mtgsy.net: needed if the login is no domain.'));
		o.placeholder = 'home.example.net';
	},

	heartbeat(s) {
		const tab = 'heartbeat';
		let o = this.add(s, tab, form.Flag, 'hb', _('Heartbeats'),
			_('The provider probes your line and sets the domain offline while there is no answer, so the firewall must let its probe in.'), 'mtgsy');
		o.default = '0';

		[
			[ form.Value, 'offlineurl', _('Page while offline'), _('Where visitors are sent while the domain is offline: a full address.'), 'https://status.example.net/away' ],
			[ form.Value, 'offlinetext', _('Text while offline'), _('What visitors read while the domain is offline, if there is no page: at most 255 bytes.'), _('Back soon.') ],
			[ form.Flag, 'stealth', _('Hide the page’s address'), _('Shows the page in a frame, so that the browser keeps showing your own address.'), null ]
		].forEach((row) => {
			o = this.add(s, tab, row[0], row[1], row[2], row[3]);
			o.placeholder = row[4];
			o.depends({ provider: 'mtgsy', hb: '1' });
		});
		o.default = '0';
	},

	/* commands are those of MyServer.org. */
	commands(s) {
		commands.fields().forEach((row) => {
			const o = this.add(s, 'commands', row[0], row[1], row[2], row[3], 'myserver');

			o[row[0] == form.Value ? 'placeholder' : 'default'] = row[4];
			(row[5] || []).forEach((word) => o.value(word));
		});
	},

	records(s) {
		let o = this.add(s, 'records', form.Value, 'port', _('Port'),
			_('mtgsy.net: the port that visitors of www are sent to, if your line blocks port 80; for port 80 leave it empty. MyServer.org: the {port} of the command of the port relay.'));
		o.placeholder = _('none');

		o = this.add(s, 'records', form.Value, 'mx', _('Mail server'),
			_('The full name of the server that takes mail for the domain, with a period at its end.'), 'mtgsy');
		o.placeholder = 'mail.example.net.';
	},

	/* source is where the address comes from. */
	source(s, tab) {
		let o = this.add(s, tab, form.ListValue, 'address', _('Address to publish'), ipcheck.about());

		ipcheck.words().forEach((row) => o.value(row[0], row[1]));
		o.default = 'device';

		ipcheck.fields().forEach((row) => {
			o = this.add(s, tab, form.Value, row[0], row[1], row[2]);
			o.placeholder = row[3];
			o.depends('address', 'check');
		});
	},

	advanced(s) {
		const tab = 'advanced';
		let o = this.add(s, tab, form.Value, 'device', _('Device'),
			_('The device of the kernel that holds the address, if it belongs to no interface of OpenWrt. It goes before the line.'));
		o.placeholder = 'pppoe-wan';

		this.add(s, tab, form.Value, 'prefer', _('Preferred address'),
			_('Which address is published if the line has several: an address or a network such as 203.0.113.0/24; with a ! before it any but this.'));

		this.source(s, tab);

		o = this.add(s, tab, form.Value, 'server', _('Server'),
			_('Where updates are sent. With http:// everyone on the way can read the password; port 8147 of http://www.mtgsy.net avoids an internet provider’s web proxy.'));
		o.placeholder = _('the provider’s own');

		o = this.add(s, tab, form.ListValue, 'ip', _('The address is told by'),
			_('Whether the router sends its address, or the server takes the one that it sees. The latter needs requests by the line itself.'), 'mtgsy');
		o.value('device', _('the router'));
		o.value('server', _('the server'));
		o.default = 'device';

		o = this.add(s, tab, form.Flag, 'bind', _('By the line itself'),
			_('Requests leave by the line or not at all. Switch it off only if the server is reached by another one.'));
		o.default = '1';

		o = this.add(s, tab, form.Value, 'settle', _('Address must hold still'),
			_('How long a new address must stay before it is sent, from 0s to 1m.'));
		o.placeholder = '1s';

		o = this.add(s, tab, form.Value, 'min_gap', _('Time between updates'),
			_('The least time between two updates. At the provider’s own server it is 10m at least, for mtgsy.net blocks accounts that update more often; for a server of your own it may be less.'));
		o.placeholder = account.defaultGap;

		o = this.add(s, tab, form.Value, 'recheck', _('Time between checks'),
			_('How often DNS is asked whether the name is still right, from 1h to 168h; 0 is never. With heartbeats it is never asked, for the provider itself changes the name while the line is offline.'));
		o.placeholder = account.defaultCheck;

		[
			[ 'success', _('Words for yes'), _('Texts in the provider’s answer that mean that the update was accepted. For mtgsy.net only if it changes its words; those of MyServer.org are lost, and without one no record is added in the place of a deleted one.') ],
			[ 'failure', _('Words for no'), _('Texts in the provider’s answer that mean that the update was refused.') ]
		].forEach((row) => this.add(s, tab, form.DynamicList, row[0], row[1], row[2]));
	}
});

// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require dom';
'require ui';
'require dynwan.message as message';
'require dynwan.service as service';
'require dynwan.time as time';

/*
 * Offers to take the accounts of ddns-scripts over. They come switched off, and
 * ddns-scripts is left as it is.
 */

const texts = (list) => Array.isArray(list) ? list.filter((t) => typeof t == 'string') : [];

/* come and left are the rows of what is taken over, and of what is not. */
function come(a) {
	return E('li', {}, [ E('strong', {}, [ texts(a.hostnames).join(', ') || String(a.section || a.name) ]), ' – ', time.fill(_('%s, as the account %s'), String(a.provider), String(a.name)) ]);
}

function left(n) {
	return E('li', {}, [ n.section ? time.fill(_('%s: %s'), n.section, message.say(n.text)) : message.say(n.text) ]);
}

return baseclass.extend({
	/* card is the offer, or nothing if nothing would come. */
	card(found) {
		const accounts = Array.isArray(found.accounts) ? found.accounts.filter((a) => a && typeof a.name == 'string') : [];
		const rest = Array.isArray(found.left) ? found.left.filter((n) => n && message.say(n.text)) : [];

		if (!accounts.length)
			return [];

		const said = E('div', { 'class': 'dynwan-error', 'role': 'alert' }, []);
		const take = () => service.takeover().then((done) => {
			if (done)
				window.location.reload();
			else
				dom.content(said, [ _('Nothing was taken over. The command dynwan-import says why.') ]);
		});

		return [ E('details', { 'class': 'cbi-section dynwan-takeover' }, [
			E('summary', {}, [ time.fill(_('Accounts of ddns-scripts that can be taken over: %s'), String(accounts.length)) ]),
			E('p', {}, [ _('They come with their passwords, switched off. Nothing of ddns-scripts is changed or switched off: once an account runs here, switch it off there.') ]),
			E('ul', {}, [ ...accounts.map(come) ]),
			...(rest.length ? [ E('p', {}, [ _('Not taken over, or still to be done:') ]), E('ul', {}, [ ...rest.map(left) ]) ] : []),
			E('button', { 'class': 'btn cbi-button cbi-button-action', 'click': ui.createHandlerFn(this, take) }, [ _('Take over') ]), said
		]) ];
	}
});

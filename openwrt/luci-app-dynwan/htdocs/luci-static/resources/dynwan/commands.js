// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';
'require form';

/*
 * The fields for the commands of MyServer.org. The page that describes its
 * protocol survives with holes, so each says what is documented and what not.
 */

return baseclass.extend({
	about: () => _('Of the page that describes the protocol of MyServer.org the login is left; the wording of the other commands is lost. Copy them from the documentation of your account: the part behind the question mark, with placeholders where the values stand.'),

	/* fields are rows of type, option, title, description, placeholder or default, and words to choose from. */
	fields: () => [
		[ form.Value, 'delete_query', _('Delete'),
			_('The command that deletes the record of the old address {old}. Its wording is lost, so you must set it. Placeholders: {user} {pass} {host} {domain} {type} {old}.'), 'FXN=…' ],
		[ form.Value, 'add_query', _('Add'),
			_('The command that adds a record of the new address {new}. Its wording is lost, so you must set it. Placeholders: {user} {pass} {host} {domain} {type} {new}.'), 'FXN=…' ],
		[ form.Value, 'login_query', _('Log in'),
			_('The command that logs in. It is documented, so leave it empty. Placeholders: {user} {pass} {host} {domain} {type}.'), 'FXN=login&Usr={user}&Pwd={pass}' ],
		[ form.Value, 'relay_query', _('Port relay'),
			_('A command that is sent after the new record was added. Only its heading is left of the description, so leave it empty unless you know it. Placeholders: {user} {pass} {host} {domain} {type} {new} {port}.'), _('none') ],
		[ form.Value, 'domain', _('Domain'),
			_('The value of {domain}, if a command has it: the domain that the name is in.'), 'example.net' ],
		[ form.ListValue, 'type', _('Record type'),
			_('The value of {type}. A, CNAME, NS and MX are documented, but only an A record holds an address.'), 'A', [ 'A' ] ],
		[ form.Flag, 'remember', _('Remember'),
			_('Keeps the confirmed address in flash, so that after a reboot the old record is known even if DNS does not tell.'), '0' ]
	]
});

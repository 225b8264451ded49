// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';

/*
 * Which providers fit what somebody types: parts of a title, a name or a home
 * page, in any order, as people write them ("noip" is no-ip.com).
 */

const plain = (text) => String(text || '').toLowerCase();
const bare = (text) => plain(text).replace(/[^\p{L}\p{N}]/gu, '');

return baseclass.extend({
	/* host is where a home page is, as people say it. */
	host: (home) => plain(home).replace(/^https?:\/\/(www\.)?/, '').replace(/[/?#].*$/, ''),

	/* find returns those of a list that fit a text, those first whose title or name begins so. */
	find(list, text) {
		const asked = /^\s*https?:/i.test(text) ? this.host(text.trim()) : text;
		const words = plain(asked).split(/\s+/).filter(Boolean);
		const whole = bare(asked);
		const rank = (p) => [ p.title, p.name, this.host(p.home) ].some((t) => whole && bare(t).startsWith(whole)) ? 0 : 1;
		const fits = (p) => {
			const all = [ p.title, p.name, this.host(p.home) ];

			return words.every((w) => all.some((t) => plain(t).includes(w) || bare(w) && bare(t).includes(bare(w))));
		};

		return list.filter(fits).map((p, i) => [ rank(p), i, p ]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((row) => row[2]);
	}
});

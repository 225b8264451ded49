// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';

/*
 * Times for people. The daemon counts seconds since the start of the router,
 * for its clock may jump; a page needs spans, countdowns and "14:32".
 */

const UNITS = { ns: 1e-9, us: 1e-6, '\u00b5s': 1e-6, '\u03bcs': 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/* FORMATS are made once: to make one takes longer than all else on the page. */
const FORMATS = new Map();

function format(date, language, parts) {
	const key = language + JSON.stringify(parts);

	if (!FORMATS.has(key))
		FORMATS.set(key, new Intl.DateTimeFormat(language, parts));

	return FORMATS.get(key).format(date);
}

function digits(text, from) {
	let end = from;

	while (end < text.length && text[end] >= '0' && text[end] <= '9')
		end++;

	return end;
}

/* largest prints seconds in the two largest of the units of days, hours, minutes and seconds. */
function largest(seconds, units) {
	const n = Math.max(0, Math.round(seconds));
	const parts = [ Math.floor(n / 86400), Math.floor(n / 3600) % 24, Math.floor(n / 60) % 60, n % 60 ].map((count, i) => [ count, units[i] ]);
	const first = parts.findIndex((p) => p[0] > 0);

	if (first < 0)
		return '0 ' + units[3];

	return parts.slice(first, first + 2).filter((p) => p[0] > 0).map((p) => p[0] + ' ' + p[1]).join(' ');
}

return baseclass.extend({
	/*
	 * language is the one of the page, as it is written where the browser is
	 * at home: English says 11:32 pm or 23:32.
	 */
	language() {
		const page = document.documentElement.lang || navigator.language;

		return navigator.language.split('-')[0] == page.split('-')[0] ? navigator.language : page;
	},

	/* parse reads "1h30m" and returns seconds, null for what is no span. */
	parse(text) {
		const start = text[0] == '-' || text[0] == '+' ? 1 : 0;
		let seconds = 0;
		let i = start;

		if (text.slice(start) == '0')
			return 0;
		if (i == text.length)
			return null;

		while (i < text.length) {
			const whole = digits(text, i);
			const end = text[whole] == '.' ? digits(text, whole + 1) : whole;
			let unit = end;

			while (unit < text.length && text[unit] != '.' && (text[unit] < '0' || text[unit] > '9'))
				unit++;

			const number = text.slice(i, end);
			const size = Object.prototype.hasOwnProperty.call(UNITS, text.slice(end, unit)) ? UNITS[text.slice(end, unit)] : null;

			if (size == null || number == '' || number == '.')
				return null;

			seconds += Number(number) * size;
			i = unit;
		}

		return start == 1 && text[0] == '-' && seconds > 0 ? -seconds : seconds;
	},

	/* span prints seconds as at most two units: "9 min 12 s". */
	span(seconds) {
		return largest(seconds, [ _('d', 'unit: days'), _('h', 'unit: hours'), _('min', 'unit: minutes'), _('s', 'unit: seconds') ]);
	},

	/* age prints how old something is: of what is minutes old nobody counts the seconds. */
	age(seconds) {
		return this.span(seconds < 60 ? seconds : Math.floor(seconds / 60) * 60);
	},

	/* words prints seconds in English, for a text that others read. */
	words(seconds) {
		return largest(seconds, [ 'd', 'h', 'min', 's' ]);
	},

	/*
	 * clock prints when something was or will be on the clock of who looks:
	 * "14:32", with the day if it is another one. when and uptime are seconds
	 * since the start of the router, now is the Date of uptime.
	 */
	clock(when, uptime, now, language) {
		const date = new Date(now.getTime() + (when - uptime) * 1000);
		const time = format(date, language, { hour: '2-digit', minute: '2-digit' });

		if (date.toDateString() == now.toDateString())
			return time;

		return format(date, language, { weekday: 'short', day: 'numeric', month: 'short' }) + ' ' + time;
	},

	/* fill puts values in the place of each %s of a text. */
	fill(text, ...values) {
		return text.split('%s').map((part, i) => i == 0 ? part : String(values[i - 1]) + part).join('');
	}
});

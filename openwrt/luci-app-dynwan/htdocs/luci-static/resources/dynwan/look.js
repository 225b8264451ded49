// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';
'require baseclass';

/*
 * How the pages look: badges of a colour and a word, in the colours of the
 * theme where it has them.
 */

const CSS = [
	'.dynwan-badge { display: inline-block; padding: .15em .55em; border-radius: .25em; font-weight: bold; white-space: nowrap; }',
	'.dynwan-good { background: var(--success-color-high, #2e7d32); color: var(--on-success-color, #fff); }',
	'.dynwan-warn { background: var(--warn-color-high, #f9a825); color: var(--on-warn-color, #000); }',
	'.dynwan-bad { background: var(--error-color-high, #c62828); color: var(--on-error-color, #fff); }',
	'.dynwan-busy, .dynwan-hold { background: var(--primary-color-high, #1565c0); color: var(--on-primary-color, #fff); }',
	'.dynwan-error { color: var(--error-color-high, #c62828); font-weight: bold; }',
	'.dynwan-error:empty { display: none; }',
	'.dynwan-about { overflow-wrap: anywhere; }',
	'.dynwan-small { font-size: 90%; opacity: .85; }',
	'.dynwan-table .tr > .td.td { vertical-align: top !important; overflow-wrap: break-word; }',
	'.dynwan-table td div + div:not(:empty) { margin-top: .3em; }',
	'.dynwan-address { font-weight: bold; }',
	/* The records of an account stand below it as its parts. */
	'@media (min-width: 601px) { .dynwan-rows .tr + .tr > .td.td { border-top: 0; } .dynwan-rows .tr + .tr > .td.td:first-child { padding-left: 2em; } }',
	'@media (min-width: 601px) { .dynwan-rows { table-layout: fixed; } .dynwan-rows th:nth-child(2) { width: 30%; } .dynwan-rows th:nth-child(4) { width: 15%; } }',
	'@media (max-width: 600px) { .dynwan-table .tr > .td.td { overflow-wrap: anywhere; } .dynwan-table .tr > .td.td:empty { display: none; } }'
].join('\n');

return baseclass.extend({
	style() {
		return E('style', { 'type': 'text/css' }, [ CSS ]);
	},

	badge(colour, word) {
		return E('span', { 'class': 'dynwan-badge dynwan-' + colour }, [ word ]);
	},

	/* line is a part of a cell; empty ones are left out. */
	line(text, small) {
		return text == '' ? [] : [ E('div', { 'class': small || null }, [ text ]) ];
	}
});

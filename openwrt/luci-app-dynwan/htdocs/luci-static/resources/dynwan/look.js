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
	'.dynwan-about > div:empty, .dynwan-tried:empty { display: none; }',
	'.dynwan-about > div + div { margin-top: .3em; }',
	'.dynwan-tried { border-top: 1px solid var(--border-color-medium, #888); margin-top: 1em; padding-top: .8em; }',
	'.dynwan-tried li, .dynwan-takeover li { color: var(--text-color-high, inherit); }',
	'.dynwan-tried ul { margin: .4em 0 .8em 1.5em; overflow-wrap: anywhere; }',
	'.dynwan-takeover { border: 1px solid var(--border-color-medium, #888); border-radius: .25em; padding: .6em .8em; margin-bottom: 1em; }',
	'.dynwan-takeover > p { margin: .6em 0; }',
	'.dynwan-takeover > summary { cursor: pointer; font-weight: bold; }',
	'.dynwan-takeover ul { margin: .4em 0 .8em 1.5em; overflow-wrap: anywhere; }',
	'.dynwan-picker { max-width: 30em; position: relative; }',
	'.dynwan-picker > input { width: 100% !important; max-width: none !important; box-sizing: border-box; }',
	'.dynwan-choices { display: none; list-style: none; margin: .2em 0 0 0; padding: 0; max-height: 17em; overflow-y: auto; position: relative; border: 1px solid var(--border-color-medium, #888); border-radius: .25em; }',
	'.dynwan-open > .dynwan-choices { display: block; }',
	'.dynwan-choices > li { padding: .35em .6em; margin: 0; color: var(--text-color-high, inherit); cursor: pointer; overflow-wrap: anywhere; }',
	'.dynwan-choices small { opacity: .75; }',
	'.dynwan-choices > .dynwan-active, .dynwan-choices > [role=option]:hover { background: var(--primary-color-high, #1565c0); color: var(--on-primary-color, #fff); }',
	'.dynwan-choices > [aria-selected=true] > span { font-weight: bold; }',
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

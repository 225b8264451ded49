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
	'.dynwan-off { border: 1px solid currentColor; padding: .1em .5em; opacity: .75; }',
	'.dynwan-address, .dynwan-name { font-weight: bold; }',
	'.dynwan-grey { font-weight: normal; opacity: .65; }',
	'.dynwan-table .dynwan-switch { display: block; margin-top: .3em; white-space: nowrap; }',
	'.dynwan-table .dynwan-switch input { margin: 0; vertical-align: middle; }',
	/* Of an account that is folded a line is left. */
	'.dynwan-fold { float: left; margin: 0 .3em 0 -.4em; padding: 0 .4em; min-width: 1.9em; border: 0; background: none; color: inherit; font: inherit; line-height: inherit; cursor: pointer; }',
	'.dynwan-fold::before { content: "\\25be"; }',
	'.dynwan-folded .dynwan-fold::before { content: "\\25b8"; }',
	'.dynwan-brief { display: none; }',
	'.dynwan-brief + div { margin-top: 0 !important; }',
	'.dynwan-folded .dynwan-brief { display: block; }',
	'.dynwan-folded .dynwan-state, .dynwan-folded .dynwan-state ~ div { display: inline-block; margin: 0 .5em 0 0 !important; }',
	'.dynwan-folded .tr > .td.td { padding-top: .35em; padding-bottom: .35em; }',
	'.alert-message a.dynwan-way { color: inherit; text-decoration: underline; }',
	'.dynwan-folded .tr + .tr, .dynwan-folded .dynwan-small, .dynwan-folded .dynwan-reason, .dynwan-folded .dynwan-more, .dynwan-folded .dynwan-switch.dynwan-switch { display: none; }',
	'.dynwan-bar { display: flex; flex-wrap: wrap; gap: .5em 1em; align-items: center; margin: .5em 0; }',
	'.dynwan-bar input[type="search"] { flex: 1 1 14em; max-width: 24em; height: 30px; box-sizing: border-box; margin: 0; }',
	'.dynwan-bar select { max-width: 100%; width: auto; }',
	'.dynwan-report { box-sizing: border-box; width: 100%; font-family: monospace; font-size: 85%; margin: .5em 0; }',
	'.dynwan-log { max-height: 65vh; overflow-y: auto; border: 1px solid; border-color: color-mix(in srgb, currentColor 25%, transparent); padding: .5em; font-family: monospace; font-size: 90%; overflow-wrap: anywhere; }',
	'.dynwan-log div { padding-left: 1.5em; text-indent: -1.5em; }',
	'.dynwan-bad-line { color: var(--error-color-high, #c62828); }',
	/* The records of an account stand below it as its parts. */
	'@media (min-width: 601px) { .dynwan-rows .tr + .tr > .td.td { border-top: 0; } .dynwan-rows .tr + .tr > .td.td:first-child { padding-left: 2em; } }',
	'@media (min-width: 601px) { .dynwan-rows { table-layout: fixed; } .dynwan-rows th:nth-child(2) { width: 30%; } .dynwan-rows th:nth-child(4) { width: 15%; } }',
	'@media (max-width: 600px) { .dynwan-table .tr > .td.td { overflow-wrap: anywhere; } .dynwan-table .tr > .td.td:empty, .dynwan-table .tr > .dynwan-none.td { display: none; } }',
	'@media (max-width: 600px) { .dynwan-folded .tr > .td.td:nth-child(n+3) { display: none; } .dynwan-folded .tr > .td.td::before { content: none; } }',
	'@media (max-width: 600px) { .dynwan-fold { min-width: 2.4em; padding: .2em .5em; } .dynwan-switch input { transform: scale(1.3); margin: .3em .5em .3em .2em !important; } }'
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

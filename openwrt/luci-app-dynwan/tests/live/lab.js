// SPDX-License-Identifier: GPL-2.0-or-later
'use strict';

// What the live test needs beside the browser: the router by ENTER, the
// sandbox by its control interface, and the count of what held.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { isDeepStrictEqual } = require('node:util');

const env = (name, otherwise) => process.env[name] || otherwise;

const settings = {
	url: env('URL', 'http://192.168.1.1').replace(/\/+$/, ''),
	login: env('LOGIN', 'root'), password: env('PASSWORD', ''),
	control: env('CONTROL', 'http://127.0.0.1:8081'), enter: env('ENTER', ''),
	shots: env('SHOTS', path.join(__dirname, '../../../../build/luci-test')),
	sandbox: env('SANDBOX', 'https://203.0.113.1'), ca: env('SANDBOX_CA', ''),
	email: env('EMAIL', 'home.example.net'), pass: env('PASS', 'example-password'),
	line: env('LINE', 'wan'), chromium: env('CHROMIUM', '/usr/bin/chromium')
};

const counts = { ok: 0, failed: 0 };

function ok(name, seen) {
	counts.ok++;
	console.log('ok      ' + name + (seen ? ': ' + String(seen).replace(/\s+/g, ' ').slice(0, 140) : ''));
}

function failed(name, error) {
	counts.failed++;
	console.log('FAILED  ' + name + '\n        ' + String(error && error.message || error).split('\n').slice(0, 6).join('\n        '));
}

/* step says whether a promise holds; what it returns is shown. */
async function step(name, play) {
	try {
		ok(name, await play());
	}
	catch (e) {
		failed(name, e);
	}
}

/* router runs a script on the router and returns what it prints. */
function router(script, input) {
	const [ command, ...args ] = settings.enter.split(/\s+/);
	const line = input == null ? [ 'sh' ] : [ 'tee', script ];
	const result = spawnSync(command, [ ...args, ...line ],
		{ input: input == null ? '{\n' + script + '\n} </dev/null 2>&1\n' : input, encoding: 'utf8', timeout: 120000 });

	if (result.error)
		throw result.error;

	return result.stdout.trim();
}

/* control speaks to the sandbox. */
async function control(method, what) {
	const answer = await fetch(settings.control + '/' + what, { method });

	if (!answer.ok)
		throw new Error('sandbox: ' + what + ': ' + await answer.text());

	return answer.json();
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* until waits for something to become true, for a minute. */
async function until(what, seconds = 60) {
	const end = Date.now() + seconds * 1000;

	for (;;) {
		const seen = await what();

		if (seen)
			return seen;
		if (Date.now() > end)
			throw new Error('not within ' + seconds + ' seconds');
		await sleep(300);
	}
}

function equal(got, want) {
	if (!isDeepStrictEqual(got, want))
		throw new Error('got  ' + JSON.stringify(got) + '\nwant ' + JSON.stringify(want));

	return JSON.stringify(got);
}

function matches(text, pattern) {
	if (!pattern.test(text))
		throw new Error('got  ' + JSON.stringify(text) + '\nwant ' + pattern);

	return text;
}

/* shot takes a picture once what fades in is there. */
async function shot(page, name, whole) {
	fs.mkdirSync(settings.shots, { recursive: true });
	await sleep(600);

	return page.screenshot({ path: path.join(settings.shots, name + '.png'), fullPage: whole === true });
}

module.exports = { settings, counts, step, failed, router, control, sleep, until, equal, matches, shot };

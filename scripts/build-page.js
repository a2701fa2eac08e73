// Builds assets/report.html, the page around the data of a report: the app of page/ and its styles in one file, with a policy that lets nothing else run
// and nothing be fetched. The same sources make the same bytes.
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const ROOT = path.join(__dirname, '..');

function main() {
  const { outputFiles: [{ text: script }] } = esbuild.buildSync({
    absWorkingDir: ROOT, entryPoints: ['page/main.tsx'], tsconfig: 'page/tsconfig.json', bundle: true, minify: true, write: false, format: 'iife', target: 'es2022',
    charset: 'utf8', legalComments: 'none', define: { 'process.env.NODE_ENV': '"production"' },
  });
  const styles = esbuild.transformSync(`${fs.readFileSync(path.join(ROOT, 'page/style.css'), 'utf8')}${pictureStyle()}`, { loader: 'css', minify: true }).code;
  fs.mkdirSync(path.join(ROOT, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(ROOT, 'assets/report.html'), page(script.trimEnd(), styles.trimEnd()));
}

/** The looks of pictures, which they share with those in files of their own. */
function pictureStyle() {
  const { outputFiles: [{ text }] } = esbuild.buildSync({ absWorkingDir: ROOT, entryPoints: ['src/analysis/picture/draw-svg.ts'], bundle: true, write: false, format: 'cjs', platform: 'node' });
  const module = { exports: {} };
  new Function('module', 'exports', text)(module, module.exports);
  return module.exports.PICTURE_STYLE;
}

function page(script, styles) {
  if (/<\/(script|style)/i.test(script + styles)) {
    throw new Error('the app or its styles would end their own element');
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${hash(script)}'; style-src '${hash(styles)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{title}}</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>{{title}}</h1>
<p>{{subtitle}}</p>
</header>
<div id="page"><noscript>The pictures and tables of this page are drawn by a script that is in it. What it shows is in reachability.json too.</noscript></div>
<script type="application/json" id="data">{{data}}</script>
<!-- with Preact, Copyright (c) 2015-present Jason Miller, under the MIT License: https://github.com/preactjs/preact/blob/main/LICENSE -->
<script>${script}</script>
</body>
</html>
`;
}

function hash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

main();

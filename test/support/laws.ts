import * as fc from 'fast-check';

/*
 * Laws are tried with the same inputs in every run of the tests, so that a change is judged by what it changes. New inputs are looked for by
 * `npx projen laws`, which gives other seeds; what it finds is mended and stays as an example beside its law.
 */

const SEED = 20261129;

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.LAWS_SEED ?? SEED) });

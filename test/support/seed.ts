/**
 * Random cases are the same in every run, so that a red run can be repeated and a green one means the same everywhere; `npm run fuzz` draws
 * new ones.
 */
import { configureGlobal } from 'fast-check';
import { fuzzSeed } from './fuzz';

configureGlobal({ seed: fuzzSeed });

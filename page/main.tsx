import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { readDeepLink } from '../src/analysis/report/deep-link';
import { AddressPlan } from './address-plan';
import { Capacity } from './capacity';
import { Changes } from './changes';
import { Cost } from './cost';
import type { PageData } from './data';
import { findVerdict, readData } from './data';
import { Matrix } from './matrix';
import { Overview } from './overview';
import { Topology } from './topology';

const SECTIONS = [['overview', 'Overview'], ['topology', 'Topology'], ['matrix', 'Matrix'], ['addresses', 'Address plan'], ['capacity', 'Capacity'], ['cost', 'Cost']] as const;

function Page({ record, difference }: PageData) {
  const [fragment, setFragment] = useState(location.hash);
  const link = readDeepLink(fragment);
  const chosen = link === undefined ? undefined : findVerdict(record, link.name, link.destination, link.family);
  useEffect(() => {
    const follow = () => {
      setFragment(location.hash);
      if (readDeepLink(location.hash) !== undefined) {
        document.getElementById('topology')?.scrollIntoView();
      }
    };
    addEventListener('hashchange', follow);
    follow();
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = (to: string) => {
    history.pushState(undefined, '', to);
    setFragment(to);
  };
  return (
    <>
      <nav aria-label="Parts of the report"><ul>
        {difference !== undefined && <li><a href="#changes">What changes</a></li>}
        {SECTIONS.map(([id, title]) => <li key={id}><a href={`#${id}`}>{title}</a></li>)}
      </ul></nav>
      <main>
        {link !== undefined && chosen === undefined && <p class="missing" role="alert">This report has no verdict on {link.destination} over {link.family} of {link.name}.</p>}
        {difference !== undefined && <Changes difference={difference} />}
        <Overview record={record} />
        <Topology record={record} chosen={chosen} go={go} />
        <Matrix record={record} />
        <AddressPlan record={record} />
        <Capacity record={record} />
        <Cost record={record} />
      </main>
    </>
  );
}

const data = readData();
render(<Page {...data} />, document.getElementById('page')!);

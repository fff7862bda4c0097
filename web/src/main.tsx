import { render } from 'preact';
import '@fontsource-variable/literata/index.css';
import '@fontsource-variable/source-sans-3/index.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/pages.css';
import './styles/dial.css';
import './styles/plan.css';
import './styles/room.css';
import './styles/bar.css';
import './styles/display.css';
import './styles/agenda.css';
import { keepFocus } from './app/focus_keeper';
import { App } from './views/app';

const root = document.getElementById('app');
if (root) {
  keepFocus(root);
  render(<App />, root);
}

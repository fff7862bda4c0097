import { render } from 'preact';

render(<h1>Turnkeeper</h1>, document.body);

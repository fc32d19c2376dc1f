// Starts the desk.

import { render } from 'preact';
import { App } from './app.tsx';
import './desk.css';

const place = document.getElementById('desk');
if (place !== null) render(<App />, place);

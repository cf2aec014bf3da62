import { render } from 'preact'
import { App } from './app/app.tsx'
import './styles/tokens.css'
import './styles/base.css'

render(<App />, document.getElementById('page')!)

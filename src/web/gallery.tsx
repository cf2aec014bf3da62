import { render } from 'preact'
import { Gallery } from './gallery/gallery.tsx'
import './styles/tokens.css'
import './styles/base.css'

render(<Gallery />, document.getElementById('page')!)

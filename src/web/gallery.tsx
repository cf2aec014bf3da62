import { render } from 'preact'
import { Gallery } from './gallery/gallery.tsx'
import { SamplePage } from './gallery/sample-page.tsx'
import './styles/tokens.css'
import './styles/base.css'

// `/gallery.html` shows the parts, `/gallery.html?page` a whole page of sample data
if (new URLSearchParams(location.search).has('page')) history.replaceState(null, '', '/today' + location.search)
const page = document.getElementById('page')!
render(new URLSearchParams(location.search).has('page') ? <SamplePage /> : <Gallery />, page)

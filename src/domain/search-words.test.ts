import { describe, expect, it } from 'vitest'
import { matchesTerms } from './search.ts'
import { prefixWords, queryTerms, wordsOf } from './search-words.ts'

const finds = (query: string, text: string) => {
  const terms = queryTerms(query)
  return terms.length > 0 && matchesTerms(text, terms)
}

describe('the words of a text', () => {
  it.each([
    ['Call Mom at 5', 'call mom at 5'],
    ['Smørrebrød, Łódź & Straße', 'smorrebrod lodz strasse'],
    ['İstanbul ĐÀ NẴNG Þór', 'istanbul da nang thor'],
    ['牛乳を買う', '牛乳 乳を を買 買う う'],
    ['木', '木'],
    ['iPhone買う', 'iphone 買う う'],
    ['🍕 night 👩‍👩‍👧 👍🏽 🇩🇪', '🍕 night 👩 👩 👧 👍 🇩🇪'],
    ['C++, C# and F#m', 'c＋＋ c＃ and f m'],
    ['milk+eggs #tag +1', 'milk eggs tag 1'],
    ['e-mail', 'e mail email'],
    ['v12 h2o', 'v12 12 h2o'],
    ['!? … —', ''],
  ])('%s: %s', (text, words) => {
    expect(wordsOf(text)).toEqual(words.split(' ').filter(Boolean))
  })

  it.each(['Call Mom at 5, V12!', 'a_b (c) d/e', 'e-mail', 'Łódź v2', ''])('%s: the same behind a prefix', (text) => {
    const prefixed = prefixWords(text, '7s').split(/[^a-z0-9\u{80}-\u{10ffff}]+/u)
    expect(prefixed.filter(Boolean)).toEqual(wordsOf(text).map((word) => `7s${word}`))
  })
})

describe('a query', () => {
  it.each([
    ['買う', '牛乳を買う'],
    ['乳', '牛乳を買う'],
    ['牛乳を', '牛乳を買う'],
    ['う', '牛乳を買う'],
    ['สะอาด', 'ทำความสะอาดบ้าน'],
    ['清洁', '周六大清洁厨房'],
    ['공부', '한국어 공부하기'],
    ['ｶﾞｿﾘﾝ', 'ガソリンを入れる'],
    ['🍕', '🍕 night'],
    ['❤', 'a ❤️ for you'],
    ['👋', '👋🏿 wave'],
    ['smorrebrod', 'Smørrebrød'],
    ['SMØRRE', 'smorrebrod'],
    ['lodz', 'Łódź trip'],
    ['strasse', 'Straße fegen'],
    ['straße', 'Strasse fegen'],
    ['élève', 'Eleve'],
    ['email', 'e-mail Bob'],
    ['e-mail', 'email Bob'],
    ['e-mail', 'e mail Bob'],
    ['e-m', 'email Bob'],
    ['mail', 'e-mail Bob'],
    ['dont', "don't forget"],
    ['don’t', "don't forget"],
    ["don't", 'dont forget'],
    ['ete', "l'été"],
    ['2026-06', 'since 2026-06-01'],
    ['06-01', 'since 2026-06-01'],
    ['1.2.3', 'v1.2.3 release'],
    ['v1.2', 'v1.2.3 release'],
    ['c++', 'C++ book'],
    ['C', 'C++ book'],
    ['c+', 'C++ book'],
    ['c#', 'Learn C#!'],
    ['שלום', 'שָׁלוֹם'],
    ['محمد', 'مُحَمَّد'],
    ['ёлка', 'елка'],
    ['οδοσ', 'Οδός'],
  ])('%s finds %s', (query, text) => {
    expect(finds(query, text)).toBe(true)
  })

  it.each([
    ['C++', 'cable'],
    ['C++', 'C# book'],
    ['C#', 'C'],
    ['買物', '牛乳を買う'],
    ['🍔', '🍕 night'],
    ['e-mail', 'mail Bob'],
    ['!?', 'what!?'],
    ['', 'anything'],
  ])('%s does not find %s', (query, text) => {
    expect(finds(query, text)).toBe(false)
  })

  it('has at most 12 terms, each once', () => {
    expect(queryTerms('a b a c')).toHaveLength(3)
    expect(queryTerms('a b c d e f g h i j k l m n')).toHaveLength(12)
  })
})

/** What an added item has but its row, in tables of its own: Track's may change without changing what is compared. */
const TABLES = `
  create virtual table floor_words using fts5(
    title, notes, tags, content='', contentless_delete=1, tokenize='ascii'
  );
  insert into floor_words (rowid, title, notes, tags) select seq, title, coalesce(notes, ''), tags from items;
  create table floor_journal (
    space_id integer, revision integer, at text, op text, entity_id text, after text, primary key (space_id, revision)
  ) without rowid;
  create table floor_answers (
    space_id integer, key text, digest text, answer text, at text, primary key (space_id, key)
  ) without rowid;`

/**
 * The ways to add a todo of a user, each within an open transaction, as functions of `{title, tags}` and perhaps an
 * idempotency key that return the row. `bare`: a row of Track's table of items, with its indexes. `honest`: all that
 * Track records of an add, that is also the words of its search, the user's revision, the journal and the answer that
 * is repeated for the key.
 */
export function prepareAdds(database, user) {
  if (!database.prepare("select 1 from sqlite_schema where name = 'floor_words'").get()) database.exec(TABLES)
  const { space_id: space } = database.prepare('select space_id from users where id = ?').get(user)
  const { seq: _, ...sample } = database
    .prepare("select * from items where space_id = ? and open = 1 and kind = 'todo' limit 1")
    .get(space)
  const columns = Object.keys(sample)
  const insert = database.prepare(`insert into items (${columns.join()}) values (${columns.map(() => '?').join()})`)
  const insertWords = database.prepare('insert into floor_words (rowid, title, notes, tags) values (?, ?, ?, ?)')
  const raise = database.prepare('update spaces set revision = revision + 1 where space_id = ? returning revision')
  const insertJournal = database.prepare('insert into floor_journal values (?, ?, ?, ?, ?, ?)')
  const insertAnswer = database.prepare('insert into floor_answers values (?, ?, ?, ?, ?)')

  let made = database.prepare('select max(seq) as last from items').get().last
  const rowOf = ({ title, tags }, revision) => {
    const number = String(++made)
    const at = new Date().toISOString()
    return {
      ...sample,
      id: `t-${idOf(made)}`,
      position: sample.position + number.padStart(8, '0'), // like a place below the others
      title,
      tags: JSON.stringify(tags),
      created_at: at,
      updated_at: at,
      revision,
    }
  }
  return {
    bare(todo) {
      const row = rowOf(todo, made)
      insert.run(...Object.values(row))
      return row
    },
    honest(todo, key) {
      const row = rowOf(todo, raise.get(space).revision)
      const { lastInsertRowid } = insert.run(...Object.values(row))
      insertWords.run(lastInsertRowid, row.title, row.notes ?? '', todo.tags.join(' '))
      const text = JSON.stringify(row, (_, value) => value ?? undefined)
      insertJournal.run(space, row.revision, row.created_at, 'items.add', row.id, text)
      if (key) insertAnswer.run(space, key, row.id, text, row.created_at)
      return row
    },
  }
}

/** Ids spread over their index as Track's are: the bits of a number in reverse. */
const idOf = (number) =>
  Number.parseInt(number.toString(2).padStart(30, '0').split('').toReversed().join(''), 2).toString(32).padStart(6, '0')

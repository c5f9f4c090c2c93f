// Package console is the developer's side in a browser: what merchants there
// are and what happens in their worlds, with buttons to make it happen. Every
// change goes through ledger and world, as the admin API's do.
//
// # A page
//
// A page is a row of a table (routes.go; books.go has its own), a function that
// gives its data, and a template templates/NAME.html:
//
//	{home + "/codes", "codes", "codes", (*Console).codes, (*Console).setCodeStatus},
//
// show is called for GET with a *call, which knows the world of {partner} (a
// 404 page otherwise), the query and the reader's language (c.say). What it
// returns is the template's data. An error becomes an error page; missing("…")
// makes it a 404.
//
// act is called for POST to the same path and returns where to go and what to
// say, c.back(path, page.Done("id", …), err); or, where the form should keep
// what was typed, again(data), which shows the page with status 422.
//
// Templates are given what show returned, as it is. They define "title", "main"
// and parts "#id" (see package page). What stands around them, the sidebar and
// the crumbs, is of frame.go: Nav names the entry that is current.
//
// Texts stand in texts*.go, one table per file, joined in texts.go.
package console

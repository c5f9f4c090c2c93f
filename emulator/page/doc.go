// Package page is the frame of all pages that people look at: layout, look,
// languages, live refreshing and the headers that keep a page to itself. The
// console and the wallet bring templates, texts and further styles; everything
// is embedded, nothing is loaded from elsewhere.
//
// # A set of pages
//
// A package embeds a folder and makes one Set of it:
//
//	//go:embed templates assets
//	var files embed.FS
//
//	pages, err := page.New(files, texts(), template.FuncMap{…})
//	pages.Render(w, r, http.StatusOK, "codes", data)
//
// templates/codes.html is the page "codes". It defines blocks, all given data:
//
//	{{define "title"}}{{t "codes.title"}}{{end}}
//	{{define "main"}}<h1>…</h1>{{template "#codes" .}}{{end}}
//	{{define "#codes"}}<section id="codes" hx-target="this" data-live="qrcode" data-partner="{{.Partner}}">…</section>{{end}}
//
// Files whose names begin with _ are shared by all pages of the set. They may
// define "nav" (links of the sidebar), "crumbs" (in the header) and
// "body-class"; these are given data too, or Framed.Around where data is a
// Framed and the page's own blocks are given Framed.Page. Files in assets/ ending in .css and .js are put into every page
// of the set; the address of any of them is {{asset "name.css"}}.
//
// # Parts
//
// A block named "#id" is a part. Where htmx asks for a target of that id
// (header HX-Target), Render answers with the part alone. So the same address
// and the same handler serve the page, and its parts when something changed.
//
// A form inside a part that says hx-boost="true" is sent by htmx, and the part
// replaced by what comes back, focus kept. Its handler ends with
//
//	page.Back(w, r, "/where/it/was", page.Done("codes.stopped", code))
//
// a redirect that works without scripts too. The note is shown once, in a live
// region, on whatever is rendered next. page.Failed(err.Error()) is a note of
// something that went wrong.
//
// A part with data-live="trade refund" is fetched again when such an event of
// /_admin/events comes, of the merchant in data-partner if there is one. A
// reset ("world") and lost events refetch always. data-url names another
// address than the page's own.
//
// A button with data-copy="id" copies that element's text. A form, or one of its
// buttons, with data-confirm="…" asks first. A control with data-submit sends
// its form when it changes.
//
// # Texts
//
// Texts maps an id to English and Chinese. In templates {{t "id" args…}} is the
// text in the reader's language, args as in fmt; {{tk "prefix." .Value}} is the
// text whose id is put together. An id that is not there is an error, which
// tests find by rendering; Unused and Check find the rest.
//
// Further functions: lang ("en" or "zh-Hant-HK"), stamp (a time as people read
// it, GMT+8), iso (for datetime=), money (amount and currency), join, short.
//
// # Look
//
// base.css has: .head (h1 and its actions), .card, .grid, table in .table (with
// .num for numbers), .badge with data-tone="good|bad|warn|info|quiet", .btn and
// .btn.primary, .btn.danger, .btn.quiet, .btn.small, .field (label and input),
// .row (controls side by side), .kv (a dl), pre.code, .empty, .pager, .muted,
// .mono, .hidden (for screen readers only), .stack, .tabs, .callout with
// data-tone. Colours are variables: --bg --surface --raised --text --muted
// --line --accent --good --bad --warn --info and each with -soft.
package page

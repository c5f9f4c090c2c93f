// Package browser holds the tests that look at the pages as people do, in a
// headless Chromium: what a customer and a developer click, at a phone's width
// and on a desktop, in both languages. They need a Chromium, and say so where
// there is none; with LOCALIPAY_BROWSER=required its absence is a failure.
// LOCALIPAY_SCREENSHOTS names a folder for pictures of every screen.
package browser

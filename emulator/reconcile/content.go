package reconcile

import (
	"bufio"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// Content is a file at one moment: what happens to the ledger later does not
// show in it. It is safe for concurrent use.
type Content struct {
	File alipay.File
	*look
	rows store.Reader
}

// look is what a file comes to.
type look struct {
	Rows int
	Sums []Sum // one for each currency

	head  string
	size  int64
	marks []mark
}

// mark is where a row begins: who reads a file from its middle finds the rows
// there without writing all that stand before them.
type mark struct {
	offset int64
	at     time.Time
	seq    uint64
}

// Sum is what a file comes to in one currency: what goes back to customers, and
// what comes back to the merchant, counts against the rest.
type Sum struct {
	Currency    alipay.Currency
	Amount, Fee alipay.Money
}

// stride is how many rows stand between two marks.
const stride = 256

// Open looks through a file's rows; false if it has none, and thus is not
// there at any time.
func Open(rows store.Reader, f alipay.File) (*Content, bool) {
	c := &Content{f, lookThrough(rows, f), rows}
	return c, c.Rows > 0 && f.Possible()
}

func lookThrough(rows store.Reader, f alipay.File) *look {
	l := &look{}
	var line []byte
	from, to := f.Span()
	for e := range rows.Entries(from, to) {
		if l.Rows%stride == 0 {
			l.marks = append(l.marks, mark{l.size, e.At, e.Seq})
		}
		line = row(line[:0], f, e)
		l.size += int64(len(line))
		l.Rows++
		l.add(e)
	}
	l.head = head(f, l.Rows)
	for i := range l.marks {
		l.marks[i].offset += int64(len(l.head))
	}
	l.size += int64(len(l.head))
	return l
}

func (l *look) add(e alipay.Entry) {
	amount, fee := e.Signed()
	i := slices.IndexFunc(l.Sums, func(s Sum) bool { return s.Currency == e.Currency })
	if i < 0 {
		i, l.Sums = len(l.Sums), append(l.Sums, Sum{Currency: e.Currency})
	}
	l.Sums[i].Amount += amount
	l.Sums[i].Fee += fee
}

// Settlement is what the merchant is paid.
func (s Sum) Settlement() alipay.Money { return s.Amount - s.Fee }

// First gives the cells of the first rows, n at most.
func (c *Content) First(n int) (list [][]string) {
	from, to := c.File.Span()
	for e := range c.rows.Entries(from, to) {
		if len(list) == n {
			break
		}
		line := string(row(nil, c.File, e))
		list = append(list, strings.Split(strings.TrimSuffix(line, "\n"), "|"))
	}
	return list
}

// Size is the file's length in bytes.
func (l *look) Size() int64 { return l.size }

// WriteTo writes the file row by row.
func (c *Content) WriteTo(w io.Writer) (int64, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	_, err := out.WriteString(c.head)
	var line []byte
	from, to := c.File.Span()
	for e := range c.rows.Entries(from, to) {
		if err != nil {
			return 0, err
		}
		line = row(line[:0], c.File, e)
		_, err = out.Write(line)
	}
	if err == nil {
		err = out.Flush()
	}
	return c.size, err
}

// ReadAt implements io.ReaderAt: SFTP reads in pieces, many at once and in no
// order.
func (c *Content) ReadAt(p []byte, offset int64) (n int, err error) {
	if offset < 0 || offset >= c.size {
		return 0, io.EOF
	}
	if offset < int64(len(c.head)) {
		n = copy(p, c.head[offset:])
	}
	if n < len(p) {
		n += c.readRows(p[n:], offset+int64(n))
	}
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

// readRows fills p with what stands among the rows at an offset.
func (c *Content) readRows(p []byte, offset int64) (n int) {
	i := sort.Search(len(c.marks), func(i int) bool { return c.marks[i].offset > offset }) - 1
	if i < 0 {
		return 0
	}
	begin := c.marks[i]
	skip := int(offset - begin.offset)
	var line []byte
	_, to := c.File.Span()
	for e := range c.rows.EntriesFrom(begin.at, begin.seq, to) {
		line = row(line[:0], c.File, e)
		if skip >= len(line) {
			skip -= len(line)
			continue
		}
		n += copy(p[n:], line[skip:])
		skip = 0
		if n == len(p) {
			break
		}
	}
	return n
}

package scenarios

import (
	"net/http"
	"strconv"

	"go.yaml.in/yaml/v3"

	"localipay/emulator/strict"
)

// reply is how this file's notify_url answers once.
type reply struct {
	word   string // hang, or "" where body and status say all
	status int
	body   text
}

const hang = "hang"

// readNotify reads the answers in turn; a single one may stand without a list.
func (r *reader) readNotify(given map[string]strict.Member) error {
	m, ok := given["notify"]
	if !ok || strict.IsNull(m.Value) {
		return nil
	}
	nodes := []*yaml.Node{m.Value}
	if m.Value.Kind == yaml.SequenceNode {
		nodes = m.Value.Content
	}
	if len(nodes) == 0 {
		return r.Errorf(m.Value, "notify: the list is empty; write success, fail, hang, an HTTP status or a body")
	}
	r.scenario.notify = nil
	for _, n := range nodes {
		one, err := r.readReply(n)
		if err != nil {
			return err
		}
		r.scenario.notify = append(r.scenario.notify, one)
	}
	return nil
}

func (r *reader) readReply(n *yaml.Node) (reply, error) {
	isText := n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str"
	if !isText && (n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int") {
		return reply{}, r.Errorf(n, "notify: %s stands where success, fail, hang, an HTTP status or a body in quotes belongs", strict.Describe(n))
	}
	if err := r.checkTexts(n); err != nil {
		return reply{}, err
	}
	if n.Value == hang {
		return reply{word: hang}, nil
	}
	status, err := strconv.Atoi(n.Value)
	if err != nil {
		return reply{status: http.StatusOK, body: text(n.Value)}, nil
	}
	if status < http.StatusOK || status > 599 {
		return reply{}, r.Errorf(n, "notify: %s is not an HTTP status from 200 to 599", strict.Short(n.Value))
	}
	return reply{status: status, body: text(http.StatusText(status))}, nil
}

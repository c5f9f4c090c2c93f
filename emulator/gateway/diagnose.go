package gateway

import (
	"strings"
	"sync"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/diagnosis"
	"localipay/keys"
)

// diagnosis will tell why the signature does not hold, by the merchant's keys
// as they are now and all others that are there when somebody asks.
func (c *call) diagnosis() *diagnosis.Late {
	_, query, _ := strings.Cut(c.q.URL, "?")
	message := diagnosis.Message{
		Query: query, ContentType: c.q.ContentType, Body: c.q.Body, Charset: c.charset,
		Keys: diagnosis.Keys{Own: diagnosis.Key{
			Owner: c.merchant.Partner, MD5: c.merchant.MD5Key, Public: c.world.PublicKey(c.merchant),
		}},
	}
	return diagnosis.Later(func() diagnosis.Diagnosis {
		message.Keys.Others = c.gateway.otherKeys(message.Keys.Own.Owner)
		return diagnosis.Diagnose(message)
	})
}

// otherKeys are those that a client may have signed with by mistake.
func (g *Gateway) otherKeys(own string) []diagnosis.Key {
	list := []diagnosis.Key{{Owner: diagnosis.Alipay, Public: &g.key.PublicKey}}
	for _, d := range keys.Demo() {
		if d.Partner != own {
			list = append(list, diagnosis.Key{Owner: d.Partner, Demo: true, MD5: d.MD5Key, Public: d.Public})
		}
	}
	for _, w := range g.worlds.All() {
		if w.Partner != own {
			m := w.Merchant()
			list = append(list, diagnosis.Key{Owner: m.Partner, MD5: m.MD5Key, Public: w.PublicKey(m)})
		}
	}
	return list
}

// maxDiagnoses is how many a second the log asks for by itself. One costs some
// milliseconds, so a flood of bad signatures takes a tenth of a core at most;
// the journal makes the rest when somebody looks at them.
const maxDiagnoses = 5

// diagnosed is what the log says of a bad signature.
func (c *call) diagnosed() string {
	switch {
	case c.record.Diagnosis == nil:
		return ""
	case !c.gateway.diagnoses.allow(c.gateway.source.Now(), maxDiagnoses):
		return "too many a second to look at each; the journal tells it of " + c.record.ID
	}
	return alipay.Shorten(c.record.Diagnosis.Get().Verdict, maxReason)
}

// perSecond counts what is done within a second.
type perSecond struct {
	mu     sync.Mutex
	second int64
	done   int
}

func (p *perSecond) allow(now time.Time, most int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if second := now.Unix(); second != p.second {
		p.second, p.done = second, 0
	}
	p.done++
	return p.done <= most
}

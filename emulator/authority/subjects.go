package authority

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
)

// nameConstraints is the extension of RFC 5280, 4.2.1.10.
var nameConstraints = asn1.ObjectIdentifier{2, 5, 29, 30} //nolint:gochecknoglobals // a constant, but for its type

type subtrees struct {
	Permitted []subtree `asn1:"optional,omitempty,tag:0"`
	Excluded  []subtree `asn1:"optional,omitempty,tag:1"`
}

type subtree struct{ Base asn1.RawValue }

// anySubject is the directoryName that has no parts: every subject that has
// some is below it.
func anySubject() subtree {
	const directoryName = 4
	return subtree{asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: directoryName, IsCompound: true, Bytes: []byte{asn1.TagSequence | 0x20, 0}}}
}

// withoutSubjects adds to constraints that a certificate may have no subject.
// Go does not know this form and refuses it where it is critical: so it is not.
// Clients that know it keep to it either way.
func withoutSubjects(constraints []byte) (pkix.Extension, error) {
	var s subtrees
	if _, err := asn1.Unmarshal(constraints, &s); err != nil {
		return pkix.Extension{}, err
	}
	s.Excluded = append(s.Excluded, anySubject())
	text, err := asn1.Marshal(s)
	return pkix.Extension{Id: nameConstraints, Value: text}, err
}

func constraintsOf(c *x509.Certificate) []byte {
	i := slices.IndexFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(nameConstraints) })
	if i < 0 {
		return nil
	}
	return c.Extensions[i].Value
}

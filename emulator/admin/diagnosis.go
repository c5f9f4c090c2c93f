package admin

import (
	"localipay/emulator/diagnosis"
)

// diagnosisJSON tells why the signature of an ILLEGAL_SIGN does not hold.
type diagnosisJSON struct {
	Cause   string     `json:"cause" doc:"The mistake, as a word: sign_type_included, key_of_another_merchant…"`
	Also    []string   `json:"also,omitempty" doc:"Further mistakes, where there is more than one."`
	Verdict string     `json:"verdict" doc:"What is wrong and what to do, as a sentence."`
	Signed  string     `json:"signed" doc:"The string to sign, as the emulator made it."`
	Theirs  string     `json:"theirs,omitempty" doc:"The string that the client seems to have signed, without a key."`
	Diff    []partJSON `json:"diff" doc:"Both strings in parts: the same in both, or different; empty if theirs was not found."`
	Note    string     `json:"note,omitempty" doc:"What cannot be told."`
	Tried   int        `json:"tried" doc:"How many combinations of text and key were tried."`
}

type partJSON struct {
	Same   string `json:"same,omitempty" doc:"In both."`
	Signed string `json:"signed,omitempty" doc:"Only in what the emulator signed."`
	Theirs string `json:"theirs,omitempty" doc:"Only in what the client signed."`
}

// maxDiagnoses is how many one list makes: at some ten milliseconds each, a
// list of a thousand bad signatures would take long.
const maxDiagnoses = 25

// listed is the diagnosis of a request within a list; left counts down what may
// still be made.
func listed(late *diagnosis.Late, left *int) *diagnosisJSON {
	switch {
	case late == nil:
		return nil
	case late.IsMade():
	case *left == 0:
		return showDiagnosis(diagnosis.Unmade("GET …/requests/{id} tells it of one"))
	default:
		*left--
	}
	return showDiagnosis(late.Get())
}

func showDiagnosis(d diagnosis.Diagnosis) *diagnosisJSON {
	out := &diagnosisJSON{
		Cause: string(d.Cause), Verdict: d.Verdict, Signed: d.Signed, Theirs: d.Theirs, Diff: []partJSON{}, Note: d.Note, Tried: d.Tried,
	}
	for _, cause := range d.Also {
		out.Also = append(out.Also, string(cause))
	}
	for _, part := range d.Diff {
		out.Diff = append(out.Diff, partJSON(part))
	}
	return out
}

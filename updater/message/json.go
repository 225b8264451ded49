// SPDX-License-Identifier: GPL-2.0-or-later

package message

import "encoding/json"

// inJSON is a message in status.json. A value is a string or another message.
type inJSON struct {
	ID   string `json:"id"`
	Args []any  `json:"args,omitempty"`
	Text string `json:"text"`
}

// MarshalJSON writes a message as {"id", "args", "text"}, null if it says
// nothing. The text is the English one.
func (m Message) MarshalJSON() ([]byte, error) {
	if m == "" {
		return []byte("null"), nil
	}
	return json.Marshal(m.inJSON())
}

func (m Message) inJSON() inJSON {
	form := inJSON{ID: string(m.ID()), Text: m.String()}
	for _, v := range m.Values() {
		if v.ID() == Literal {
			form.Args = append(form.Args, v.String())
		} else {
			form.Args = append(form.Args, v.inJSON())
		}
	}
	return form
}

// UnmarshalJSON reads what MarshalJSON has written. A message that this program
// does not know, of a newer one say, becomes its text.
func (m *Message) UnmarshalJSON(data []byte) error {
	var form *read
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	*m = ""
	if form != nil {
		*m = form.message()
	}
	return nil
}

// read is inJSON on its way back.
type read struct {
	ID   string            `json:"id"`
	Args []json.RawMessage `json:"args"`
	Text string            `json:"text"`
}

func (r *read) message() Message {
	id := ID(r.ID)
	if find(id) == nil {
		return Text(r.Text)
	}
	var values []any
	for _, raw := range r.Args {
		var text string
		var nested read
		if json.Unmarshal(raw, &text) == nil {
			values = append(values, text)
		} else if json.Unmarshal(raw, &nested) == nil {
			values = append(values, nested.message())
		}
	}
	return New(id, values...)
}

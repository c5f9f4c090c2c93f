package admin

// settle waits until all that is to be sent now has been sent and answered, or
// failed to: what a call of the gateway set off, too.
func (a *Admin) settle(r *request) (any, error) {
	r.world.Settle(r.Context(), nil)
	return doneJSON{"settled"}, nil
}

"""From a situation to facts: one group of facts a module, named as an intent's `needs` names it."""

"""Telling campus systems what happened, at addresses they gave: Standard Webhooks.

Events are the changes of `spark/changes`, in its order. `queueing` makes deliveries of
them, `delivering` sends these, `signing` and `events` say how; people and systems set
it up by the verbs in `actions`.
"""

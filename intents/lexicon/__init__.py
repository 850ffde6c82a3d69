"""Words of the trade and of the land, as data: couriers, places, colours, moods."""

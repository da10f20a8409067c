"""Learners ask for a badge, and the team of the place decides.

`posters` puts sheets on walls, `asking` takes requests, `following` is what learners see and add,
`reviewing` what the team sees and says, `awarding` makes groups of what was accepted (`settling`
says when it is signed), `forgetting` removes what is over.

The rule of reviews: `Achievement.reviews_needed` different people accept (at least one). One person
who asks for more opens a new round, in which everybody looks again; one person who refuses, with a
reason, ends the request. Nobody speaks twice in a round.
"""

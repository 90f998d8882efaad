## What the operator sees: feeds from elsewhere, who may embed, who may serve

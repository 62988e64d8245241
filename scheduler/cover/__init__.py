"""Cover: what is done when somebody is away, chosen with a proof and judged by the rules of the date."""

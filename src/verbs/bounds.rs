//! Exact bounds on what was missed, from a judged sample: one-sided, at 95 %.
//!
//! The rate is bounded by the method of Clopper and Pearson ("The use of confidence or fiducial limits illustrated in
//! the case of the binomial", Biometrika 26, 1934): the highest rate at which so few would still turn up in more than
//! one of twenty samples. The number of records is bounded by the hypergeometric distribution, which is exact for a
//! sample drawn without putting back from a set of known size, and never above what the rate gives.

/// How often a bound may be wrong.
const RISK: f64 = 0.05;

/// The highest rate that `found` of `of` leaves possible, from 0 to 1; 1 where nothing was drawn.
pub fn rate_at_most(found: u64, of: u64) -> f64 {
    if found >= of {
        return 1.0;
    }
    let (mut low, mut high) = (found as f64 / of as f64, 1.0);
    // the chance of so few falls as the rate rises; 100 halvings are beyond what a float can tell apart
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if so_few_at_rate(found, of, middle) > RISK {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The highest number of such records that a set of `population` can have, where `found` turned up among `of` drawn
/// from it; these are counted.
pub fn number_at_most(found: u64, of: u64, population: u64) -> u64 {
    if of >= population {
        return found;
    }
    // those drawn and judged otherwise are none of them
    let most = population - (of - found);
    let (mut low, mut high) = (found, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if so_few_of(found, of, population, middle) > RISK {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// The chance that at most `found` turn up among `of`, each with this rate.
fn so_few_at_rate(found: u64, of: u64, rate: f64) -> f64 {
    (0..=found)
        .map(|k| {
            let (with, without) = (k as f64, (of - k) as f64);
            (ways(of, k) + with * rate.ln() + without * (-rate).ln_1p()).exp()
        })
        .sum()
}

/// The chance that at most `found` turn up among `of` drawn from a population that has `such`.
fn so_few_of(found: u64, of: u64, population: u64, such: u64) -> f64 {
    let all = ways(population, of);
    (0..=found.min(such))
        .filter(|k| of - k <= population - such)
        .map(|k| (ways(such, k) + ways(population - such, of - k) - all).exp())
        .sum()
}

/// The logarithm of the number of ways to choose `k` of `n`.
fn ways(n: u64, k: u64) -> f64 {
    factorial(n) - factorial(k) - factorial(n - k)
}

/// The logarithm of n!, by Stirling's series from 16 on, where its error is below 1e-13.
fn factorial(n: u64) -> f64 {
    if n < 16 {
        return (2..=n).map(|k| (k as f64).ln()).sum();
    }
    let x = n as f64 + 1.0;
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series =
        inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Per cent with three decimals, as a statement gives it.
    fn per_cent(found: u64, of: u64) -> String {
        format!("{:.3}", rate_at_most(found, of) * 100.0)
    }

    #[test]
    fn the_rate_is_that_of_the_published_tables() {
        assert_eq!(per_cent(0, 299), "0.997");
        assert_eq!(per_cent(0, 1534), "0.195");
        assert_eq!(per_cent(3, 600), "1.287");
        // 0 of n has a closed form
        for of in [1_u64, 2, 10, 59, 1000] {
            let closed = 1.0 - RISK.powf(1.0 / of as f64);
            assert!((rate_at_most(0, of) - closed).abs() < 1e-12, "{of}");
        }
        assert!((rate_at_most(5, 5) - 1.0).abs() < f64::EPSILON);
    }

    /// Counts every sample of a small set.
    fn counted(found: u64, of: u64, population: u64) -> u64 {
        (found..=population - (of - found))
            .rev()
            .find(|such| {
                let (mut few, mut all) = (0_u64, 0_u64);
                for sample in 0_u32..1 << population {
                    if u64::from(sample.count_ones()) == of {
                        all += 1;
                        let turned_up = (sample & ((1 << such) - 1)).count_ones();
                        few += u64::from(u64::from(turned_up) <= found);
                    }
                }
                few as f64 / all as f64 > RISK
            })
            .expect("at least those found")
    }

    #[test]
    fn the_number_is_that_of_counting_every_sample() {
        for population in 1..=9_u64 {
            for of in 1..=population {
                for found in 0..=of {
                    assert_eq!(
                        number_at_most(found, of, population),
                        counted(found, of, population),
                        "{found} of {of} of {population}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_number_is_never_above_what_the_rate_gives() {
        for (found, of, population) in [
            (0, 299, 100_000),
            (3, 600, 8_906),
            (0, 59, 60),
            (2, 50, 1_000_000),
        ] {
            let number = number_at_most(found, of, population);
            assert!(number >= found);
            assert!(
                number as f64 <= rate_at_most(found, of) * population as f64 + 1.0,
                "{number}"
            );
        }
        assert_eq!(number_at_most(2, 80, 80), 2);
        assert_eq!(number_at_most(0, 59, 60), 0);
    }
}

//! Chance from a seed, and a vocabulary in which few words are common and many are rare.

use std::collections::HashSet;

/// A stream of numbers that is the same for the same seed on every machine (the splitmix64 step).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.bits() % limit.max(1) as u64) as usize
    }

    /// A number from `low` up to and including `high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True so many times in a thousand.
    pub fn permille(&mut self, times: usize) -> bool {
        self.below(1000) < times
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Words in the order of how often they are used.
#[derive(Debug)]
pub struct Vocabulary {
    words: Vec<String>,
    /// For each word, the sum of the weights up to it.
    reach: Vec<u64>,
}

impl Vocabulary {
    /// So many words: plain English first, then made-up ones; none begins as one of `apart` does, so that no stemmer
    /// or prefix joins them.
    pub fn new(size: usize, apart: &[&str], chance: &mut Chance) -> Self {
        let begins_alike = |word: &str| {
            apart
                .iter()
                .any(|kept| kept.chars().take(4).eq(word.chars().take(4)))
        };
        let mut seen = HashSet::new();
        let mut words: Vec<String> = ENGLISH
            .split_whitespace()
            .filter(|word| !begins_alike(word) && seen.insert((*word).to_owned()))
            .map(str::to_owned)
            .collect();
        while words.len() < size {
            let word = made_up(chance);
            if !begins_alike(&word) && seen.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0;
        let reach = (0..words.len() as u64)
            .map(|rank| {
                sum += 1_000_000_000 / (rank * 10 + 27);
                sum
            })
            .collect();
        Self { words, reach }
    }

    /// A word, the common ones more often (Zipf's law).
    pub fn draw(&self, chance: &mut Chance) -> &str {
        let at = chance.bits() % self.reach[self.reach.len() - 1];
        &self.words[self.reach.partition_point(|reach| *reach <= at)]
    }
}

/// A pronounceable word of two to four syllables, sometimes with an accent.
fn made_up(chance: &mut Chance) -> String {
    const ONSETS: &[&str] = &[
        "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p",
        "pl", "qu", "r", "s", "sh", "sk", "st", "t", "th", "tr", "v", "w", "y", "z",
    ];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "oo", "ou"];
    const ACCENTED: &[&str] = &["é", "è", "ö", "ü", "á", "ô", "ñe", "ça"];
    const CODAS: &[&str] = &["", "", "", "n", "r", "l", "s", "m", "rt", "nd", "ck", "x"];
    let syllables = chance.between(2, 4);
    let accented = chance.permille(20).then(|| chance.below(syllables));
    let mut word = String::new();
    for syllable in 0..syllables {
        word.push_str(chance.pick(ONSETS));
        let vowels = if accented == Some(syllable) {
            ACCENTED
        } else {
            VOWELS
        };
        word.push_str(chance.pick(vowels));
        word.push_str(chance.pick(CODAS));
    }
    word
}

/// Everyday words of letters between offices, the most frequent first.
const ENGLISH: &str = "the of to and in that we you is for it this be on with as by was not have are your our at or \
    from which will has an any been would if there they were all please may can no about their further these but so \
    had should could also when only who its other such what more than made up out after do one under he his him she \
    her them us my me some same both each then now here where how why who whom into over between during before since \
    until while because although though however therefore again still already yet once twice always never often soon \
    later early letter letters reply answer answers question questions point points matter matters file files paper \
    papers page pages copy copies note notes list lists report reports meeting meetings minute minutes office officer \
    officers team teams staff member members manager head director department unit section branch service services \
    public private person persons people name names address date dates day days week weeks month months year years \
    time times morning afternoon deadline delay extension request requests requested ask asked asking seek sought \
    provide provided supply supplied send sent receive received write written wrote read open opened close closed \
    keep kept find found hold held search searches searched look looked check checked confirm confirmed explain \
    explained consider considered decide decided decision decisions review reviews reviewed appeal complaint \
    complaints complain investigate investigation enquiry enquiries concern concerns concerned breach data personal \
    information record records detail details document documents evidence statement statements policy policies \
    procedure procedures guidance training law act section rights right duty duties exempt exemption interest \
    interests balance disclose disclosed disclosure withhold withheld redact redacted publish published release \
    released website online system systems database access accessed account password device phone camera vehicle \
    building station counter leaflet leaflets poster form forms box boxes envelope post email message messages call \
    calls telephone visit visits interview interviews notice notices order action actions plan plans step steps \
    measure measures change changes new old first second third last next previous earlier several many few most \
    enough whole part parts full clear unclear correct wrong true likely unlikely possible able unable ready late \
    sure certain good better best high low long short large small main own local national regional senior legal \
    internal external formal informal urgent important useful relevant recent current former separate single joint \
    regard regards thank thanks sorry grateful hope trust understand understood know known think thought believe \
    agree agreed accept accepted refuse refused remain remains attach attached enclose enclosed below above herein \
    within without against towards café naïve résumé façade";
